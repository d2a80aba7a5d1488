using Ec2KeyPair.Help.Markdown;
using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help.Examples;

/// <summary>Commands of an example and what the page says that they show.</summary>
/// <param name="Command">The fenced block.</param>
/// <param name="Shown">Lines; none where no output follows.</param>
internal sealed record ExampleStep(string Command, IReadOnlyList<string> Shown)
{
    internal static IReadOnlyList<ExampleStep> Of(ExampleHelp example)
    {
        var steps = new List<ExampleStep>();
        foreach (var fence in BlockReader.Read(example.Text).OfType<Fence>())
        {
            if (fence.Language == ExampleHelp.Shell) steps.Add(new ExampleStep(string.Join('\n', fence.Lines), []));
            else if (fence.Language == ExampleHelp.Output) steps[^1] = steps[^1] with { Shown = fence.Lines };
            else if (fence.Language != ExampleHelp.Other) throw new FormatException($"an example has no block '{fence.Language}'");
        }

        return steps;
    }

    /// <summary>The example's text with what the steps show in place of its output blocks, in their order.</summary>
    internal static string WithOutput(ExampleHelp example, IEnumerable<IReadOnlyList<string>> shown)
    {
        const string Mark = Section.FenceMark;
        var left = new Queue<IReadOnlyList<string>>(shown);
        var lines = new List<string>();
        var fence = "";
        foreach (var line in example.Text.Split('\n'))
        {
            var isOutput = fence == ExampleHelp.Output;
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                var ended = fence;
                fence = fence.Length > 0 ? "" : line[Mark.Length..];
                if (fence == ExampleHelp.Output || isOutput) continue;
                lines.Add(line);
                if (ended == ExampleHelp.Shell && left.Dequeue() is { Count: > 0 } output) lines.AddRange(["", Mark + ExampleHelp.Output, .. output, Mark]);
            }
            else if (!isOutput && (line.Length > 0 || lines.LastOrDefault() != ""))
            {
                lines.Add(line);
            }
        }

        return string.Join('\n', lines).Trim('\n');
    }
}
