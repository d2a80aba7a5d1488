using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>Makes a page true to the code again and leaves what people wrote as it is.</summary>
internal static class PageUpdate
{
    internal const string CommonParameters = """
        This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
        -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
        -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).
        """;

    /// <summary>The page with what the code says and stubs for what is new.</summary>
    /// <param name="page">The page as it is.</param>
    /// <param name="code">What the code says.</param>
    internal static CommandPage Of(CommandPage page, CommandPage code) => page with
    {
        Syntax = code.Syntax,
        Parameters = [.. code.Parameters.Select(parameter => parameter with { Description = Kept(page.Parameters, parameter.Name)?.Description ?? parameter.Description })],
        Inputs = Kept(page.Inputs, code.Inputs),
        Outputs = Kept(page.Outputs, code.Outputs),
    };

    /// <summary>The page with texts from other pages for stubs of parameters that all of them describe alike.</summary>
    internal static CommandPage Filled(CommandPage page, IEnumerable<CommandPage> others)
    {
        var texts = others
            .SelectMany(other => other.Parameters)
            .Where(parameter => !Stub.IsIn(parameter.Description))
            .ToLookup(parameter => (parameter.Name, parameter.Facts.Type), parameter => parameter.Description);
        return page with
        {
            Parameters =
            [
                .. page.Parameters.Select(parameter =>
                    Stub.IsIn(parameter.Description) && texts[(parameter.Name, parameter.Facts.Type)].Distinct().ToList() is [var text]
                        ? parameter with { Description = text }
                        : parameter),
            ],
        };
    }

    private static ParameterHelp? Kept(IReadOnlyList<ParameterHelp> page, string name) => page.FirstOrDefault(parameter => parameter.Name == name);

    private static IReadOnlyList<TypeHelp> Kept(IReadOnlyList<TypeHelp> page, IReadOnlyList<TypeHelp> code) =>
        [.. code.Select(type => page.FirstOrDefault(written => written.Name == type.Name) ?? type)];
}
