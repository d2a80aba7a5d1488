using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>What the code says of a cmdlet, as a page that has stubs where only a person can write.</summary>
internal static class CommandSurface
{
    private const int Columns = 100;
    private const string None = "None";

    /// <summary>The page.</summary>
    internal static CommandPage Of(CmdletInfo cmdlet) => new()
    {
        FrontMatter =
        [
            "document type: cmdlet",
            $"external help file: {Path.GetFileName(cmdlet.HelpFile)}",
            "HelpUri: ''",
            "Locale: en-US",
            $"Module Name: {cmdlet.ModuleName}",
            "ms.date: " + DateTime.UtcNow.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture),
            "PlatyPS schema version: 2024-05-01",
            $"title: {cmdlet.Name}",
        ],
        Name = cmdlet.Name,
        Synopsis = Stub.For("in the Synopsis"),
        Syntax = [.. cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).Select(set => Syntax(cmdlet.Name, set))],
        Aliases = "",
        Description = Stub.For("in the Description"),
        Examples = [new ExampleHelp("Example 1: " + Stub.For("in the title"), $"```{ExampleHelp.Shell}\n{Stub.For("in the command")}\n```")],
        Parameters = [.. Own(cmdlet.Parameters.Values, parameter => parameter.Name).Select(parameter => Parameter(cmdlet, parameter))],
        CommonParameters = PageUpdate.CommonParameters,
        Inputs = Types(Own(cmdlet.Parameters.Values, parameter => parameter.Name).Where(IsFromPipeline).Select(parameter => TypeOf(parameter.ParameterType))),
        Outputs = Types(cmdlet.OutputType.Select(type => type.Type.FullName!)),
        Notes = "",
        RelatedLinks = "- [about_Ec2KeyPair](about_Ec2KeyPair.md)",
    };

    private static SyntaxHelp Syntax(string name, CommandParameterSetInfo set)
    {
        var named = Own(set.Parameters, parameter => parameter.Name, sorted: false).ToLookup(parameter => parameter.Position == int.MinValue);
        var parameters = named[false].OrderBy(parameter => parameter.Position).Concat(named[true].OrderByDescending(parameter => parameter.IsMandatory));
        var lines = new List<string> { name };
        foreach (var word in parameters.Select(Word).Append("[<CommonParameters>]"))
        {
            if (lines[^1].Length + 1 + word.Length > Columns) lines.Add("");
            lines[^1] += " " + word;
        }

        return new SyntaxHelp(set.Name, set.IsDefault, string.Join('\n', lines));
    }

    private static string Word(CommandParameterInfo parameter)
    {
        var name = parameter.Position == int.MinValue ? "-" + parameter.Name : $"[-{parameter.Name}]";
        var word = parameter.ParameterType == typeof(SwitchParameter) ? name : $"{name} <{TypeText.Short(TypeOf(parameter.ParameterType))}>";
        return parameter.IsMandatory ? word : $"[{word}]";
    }

    private static ParameterHelp Parameter(CmdletInfo cmdlet, ParameterMetadata parameter)
    {
        var attributes = parameter.Attributes.OfType<ParameterAttribute>().ToList();
        return new ParameterHelp(parameter.Name, Stub.For(parameter.Name + " Description"), new ParameterFacts
        {
            Type = TypeOf(parameter.ParameterType),
            DefaultValue = Default(cmdlet.ImplementingType, parameter),
            SupportsWildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            Aliases = parameter.Aliases,
            ParameterSets = [.. parameter.ParameterSets.Select(set => Set(set.Key, set.Value)).OrderBy(set => set.Name, StringComparer.Ordinal)],
            DontShow = attributes.Any(attribute => attribute.DontShow),
            AcceptedValues = AcceptedValues(parameter),
            HelpMessage = attributes.Select(attribute => attribute.HelpMessage).FirstOrDefault(message => message is not null) ?? "",
        });
    }

    private static ParameterSetFacts Set(string name, ParameterSetMetadata set) => new()
    {
        Name = ParameterSetFacts.NameOf(name),
        Position = ParameterSetFacts.PositionOf(set.Position),
        IsRequired = set.IsMandatory,
        ValueFromPipeline = set.ValueFromPipeline,
        ValueFromPipelineByPropertyName = set.ValueFromPipelineByPropertyName,
        ValueFromRemainingArguments = set.ValueFromRemainingArguments,
    };

    private static IReadOnlyList<string> AcceptedValues(ParameterMetadata parameter)
    {
        if (parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault() is { } choice) return [.. choice.ValidValues];
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type.IsEnum ? Enum.GetNames(type) : [];
    }

    // -WhatIf and -Confirm are the engine's, not properties of the cmdlet.
    private static string Default(Type cmdlet, ParameterMetadata parameter)
    {
        if (parameter.ParameterType == typeof(SwitchParameter)) return "False";
        using var fresh = (IDisposable)Activator.CreateInstance(cmdlet)!;
        return TextOf(cmdlet.GetProperty(parameter.Name)!.GetValue(fresh));
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(TextOf)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static IReadOnlyList<TypeHelp> Types(IEnumerable<string> names)
    {
        var types = names.Distinct().Select(name => new TypeHelp(name, Stub.For("in the Description"))).ToList();
        return types.Count > 0 ? types : [new TypeHelp(None, Stub.For("in the Description"))];
    }

    private static bool IsFromPipeline(ParameterMetadata parameter) =>
        parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline || set.ValueFromPipelineByPropertyName);

    private static string TypeOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type).FullName!;

    private static IEnumerable<T> Own<T>(IEnumerable<T> parameters, Func<T, string> name, bool sorted = true)
    {
        var own = parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(name(parameter)));
        return sorted ? own.OrderBy(name, StringComparer.OrdinalIgnoreCase) : own;
    }
}
