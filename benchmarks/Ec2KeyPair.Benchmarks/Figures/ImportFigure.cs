using System.Globalization;
using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>What Import-Module adds to a bare runspace, in a fresh process each time.</summary>
internal static class ImportFigure
{
    private const string Asked = "<= 150 ms";

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var rounds = quick ? 3 : 9;
        using var folder = new TemporaryFolder();
        var empty = EmptyModule(folder);
        var import = Paired.Run(rounds, () => Child(Repository.Manifest).Seconds, () => Child("").Seconds);
        yield return new Row(
            "Import-Module, fresh process", Added(import), $"bare runspace {Row.Seconds(import.Peer)}", "", Asked, import.Difference <= 0.150);

        var engine = Paired.Run(rounds, () => Child(empty).Seconds, () => Child("").Seconds);
        yield return new Row("  of which an empty script module costs", Added(engine), $"bare runspace {Row.Seconds(engine.Peer)}");

        yield return Shell(rounds);

        var heavy = Child(Repository.Manifest).Assemblies
            .Where(name => name.StartsWith("AWSSDK", StringComparison.Ordinal) || name.Contains("BouncyCastle") || name.Contains("Cryptography"))
            .Except(Child(empty).Assemblies)
            .ToList();
        yield return new Row(
            "  AWSSDK and crypto assemblies loaded", heavy.Count == 0 ? "none" : string.Join(" ", heavy), "", "", "none", heavy.Count == 0);
    }

    /// <summary>The hosted engine's package is not precompiled, as the engine of the shell is: there the same import costs less.</summary>
    private static Row Shell(int rounds)
    {
        const string figure = "Import-Module in pwsh";
        if (Tool.Pwsh is not { } pwsh) return Row.PeerAbsent(figure, "pwsh", Asked);
        var times = Paired.Run(rounds, () => Run($"Import-Module '{Repository.Manifest}'"), () => Run("$null"));
        return new Row(figure, Added(times), $"bare pwsh {Row.Seconds(times.Peer)}", "", Asked, times.Difference <= 0.150);

        double Run(string command) => Paired.Time(() => Tool.Run(pwsh, ["-NoProfile", "-NonInteractive", "-Command", command]));
    }

    /// <summary>The child role: prints the seconds, then the names of the loaded assemblies.</summary>
    internal static void BeChild(string manifest)
    {
        var seconds = Paired.Time(() =>
        {
            using var session = new ModuleSession();
            session.Invoke("$args[0]", manifest);
            if (manifest.Length > 0) session.Import(manifest);
        });
        Console.WriteLine(seconds.ToString(CultureInfo.InvariantCulture));
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies()) Console.WriteLine(assembly.GetName().Name);
    }

    private static (double Seconds, IReadOnlyList<string> Assemblies) Child(string manifest)
    {
        var lines = Tool.RunSelf("child", "import", manifest).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (double.Parse(lines[0], CultureInfo.InvariantCulture), lines[1..]);
    }

    private static string Added(Paired times) => "+" + Row.Seconds(times.Difference);

    private static string EmptyModule(TemporaryFolder folder)
    {
        File.WriteAllText(folder["Empty.psm1"], "");
        File.WriteAllText(folder["Empty.psd1"], "@{ RootModule = 'Empty.psm1'; ModuleVersion = '1.0' }");
        return folder["Empty.psd1"];
    }
}
