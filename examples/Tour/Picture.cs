using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Tour;

/// <summary>A terminal as a picture (SVG): some steps of the tour, run for it in a process of its own and shown as they were printed.</summary>
internal static partial class Picture
{
    private const int Columns = 104;
    private const int LineHeight = 19;
    private const int Margin = 22;
    private const int Bar = 36;
    private static readonly int[] Steps = [4, 6, 8];

    /// <summary>Runs the tour and writes the picture.</summary>
    /// <exception cref="TourException">The tour failed.</exception>
    internal static async Task WriteAsync(string path, CancellationToken cancel)
    {
        var lines = Chosen(await RunTourAsync(cancel));
        var (width, height) = ((2 * Margin) + (Columns * 8.43), Bar + (2 * Margin) + (lines.Count * LineHeight));
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width:0}" height="{height}" viewBox="0 0 {width:0} {height}" role="img" aria-label="A terminal in which the tour of Ec2KeyPair runs">
            <rect width="100%" height="100%" rx="10" fill="#14181f"/>
            <circle cx="24" cy="20" r="6" fill="#e06c5f"/><circle cx="44" cy="20" r="6" fill="#dfb14f"/><circle cx="64" cy="20" r="6" fill="#6fae61"/>
            <g font-family="ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#d5d9e0">

            """));
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Length == 0) continue;
            // Readers of SVG make one blank of several.
            var y = Bar + Margin + (i * LineHeight);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{y}\"{StyleOf(lines[i])}>{WebUtility.HtmlEncode(Cut(lines[i]).Replace(' ', '\u00a0'))}</text>\n");
        }

        await File.WriteAllTextAsync(path, svg.Append("</g>\n</svg>\n").ToString(), cancel);
    }

    private static async Task<List<string>> RunTourAsync(CancellationToken cancel)
    {
        using var tour = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Arguments()]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        tour.StandardInput.Close();
        var output = await tour.StandardOutput.ReadToEndAsync(cancel);
        await tour.WaitForExitAsync(cancel);
        if (tour.ExitCode != 0) throw new TourException($"The tour for the picture ended with {tour.ExitCode}:\n{output}");
        return [.. output.ReplaceLineEndings("\n").Split('\n')];
    }

    // "dotnet Tour.dll" and a program file of its own are started differently.
    private static IEnumerable<string> Arguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? ["exec", typeof(Picture).Assembly.Location] : [];

    private static List<string> Chosen(List<string> lines)
    {
        var chosen = new List<string>();
        var step = 0;
        foreach (var line in lines)
        {
            if (Heading().Match(line) is { Success: true } heading) step = int.Parse(heading.Groups[1].Value, CultureInfo.InvariantCulture);
            else if (line.StartsWith("Meanwhile ", StringComparison.Ordinal)) step = 0;
            // Where the files of this run were says nothing to anybody.
            if (Steps.Contains(step)) chosen.Add(TemporaryFolder().Replace(line, "~/tour"));
        }

        while (chosen.Count > 0 && chosen[^1].Length == 0) chosen.RemoveAt(chosen.Count - 1);
        return chosen;
    }

    private static string Cut(string line) => line.Length <= Columns ? line : line[..(Columns - 1)] + "…";

    private static string StyleOf(string line) => line switch
    {
        _ when Heading().IsMatch(line) => " fill=\"#7cc5d9\" font-weight=\"bold\"",
        _ when line.StartsWith("PS> ", StringComparison.Ordinal) => " fill=\"#ffffff\" font-weight=\"bold\"",
        _ when line.StartsWith("[ok] ", StringComparison.Ordinal) => " fill=\"#8cc07d\"",
        _ when line.StartsWith("VERBOSE: ", StringComparison.Ordinal) => " fill=\"#d9bd6a\"",
        _ when Error().IsMatch(line) => " fill=\"#e58a7f\"",
        _ => "",
    };

    [GeneratedRegex(@"^(\d+)\. ")]
    private static partial Regex Heading();

    [GeneratedRegex("^(?:[A-Z][a-z]+-EC2[A-Za-z]+: |  Recommendation: )")]
    private static partial Regex Error();

    [GeneratedRegex("/[^' ]*ec2keypair-tour-[A-Za-z0-9]+")]
    private static partial Regex TemporaryFolder();
}
