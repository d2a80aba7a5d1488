using Ec2KeyPair.Help.Pages;
using Ec2KeyPair.Module.Tests.Help.Examples;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>Brings docs/en-US up to date with the code, as far as a program can: <c>update-help</c>.</summary>
internal static class HelpUpdate
{
    /// <summary>Writes what changed and tells what a person has to write.</summary>
    internal static async Task RunAsync()
    {
        var pages = PageFolder.CommandNames().ToDictionary(name => name, PageFolder.Read);
        foreach (var cmdlet in PageFolder.Cmdlets())
        {
            var code = CommandSurface.Of(cmdlet);
            var page = PageUpdate.Filled(pages.TryGetValue(cmdlet.Name, out var written) ? PageUpdate.Of(written, code) : code, pages.Values);
            pages[cmdlet.Name] = page with { Examples = [.. await Task.WhenAll(page.Examples.Select(WithOutputAsync))] };
            Write(PageFolder.PathOf(cmdlet.Name), CommandPageWriter.Text(pages[cmdlet.Name]));
        }

        Write(PageFolder.PathOf(ErrorTopic.Name), ErrorTopic.Updated(ErrorTopic.Read(), ErrorTopic.Conditions()));
    }

    // An output that differs only in what differs from run to run stays.
    private static async Task<ExampleHelp> WithOutputAsync(ExampleHelp example)
    {
        var needs = ExampleNeeds.Of(example);
        if (Stub.IsIn(example.Text) || needs.Refusal is not null || needs.Obstacle() is not null) return example;
        var steps = ExampleStep.Of(example);
        var shown = await ExampleRun.RunAsync(example);
        var kept = steps.Zip(shown, (step, now) => ExampleText.Comparable(step.Shown).SequenceEqual(ExampleText.Comparable(now)) ? step.Shown : Trimmed(now));
        return example with { Text = ExampleStep.WithOutput(example, kept) };
    }

    private static IReadOnlyList<string> Trimmed(IReadOnlyList<string> lines) =>
        [.. lines.SkipWhile(line => line.Length == 0).Reverse().SkipWhile(line => line.Length == 0).Reverse()];

    private static void Write(string file, string text)
    {
        var isNew = !File.Exists(file);
        if (!isNew && File.ReadAllText(file) == text) return;
        File.WriteAllText(file, text);
        Console.WriteLine($"{(isNew ? "new" : "updated")}: {file}{(Stub.IsIn(text) ? ", to be filled in" : "")}");
    }
}
