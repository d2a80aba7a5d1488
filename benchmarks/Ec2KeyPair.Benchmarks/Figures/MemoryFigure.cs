using System.Diagnostics;
using System.Globalization;
using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>The memory of a whole process that pipes very many instances through one command.</summary>
internal static class MemoryFigure
{
    private const double Limit = 300;
    private const int Samples = 5;
    private const string Script = """
        $sample = $args[2]
        $count = 0
        [System.IO.File]::ReadLines($args[0]) | Get-EC2WindowsPassword -KeyPath $args[1] |
            ForEach-Object { if (++$count % $sample -eq 0) { [System.Environment]::WorkingSet } }
        """;

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var count = quick ? 5_000 : 50_000;
        using var folder = new TemporaryFolder();
        using var endpoint = Endpoint.Start(count, folder);
        endpoint.BecomeClient();
        File.WriteAllLines(folder["ids"], endpoint.Instances);
        var answer = Tool.RunSelf("child", "memory", folder["ids"], endpoint.KeyFile, $"{count / Samples}")
            .Split().Where(word => word.Length > 0).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToList();
        var (seconds, peak, samples) = (answer[0], answer[1], answer[2..]);
        if (samples.Count != Samples) throw new InvalidOperationException($"{samples.Count} of {Samples} parts of the instances came through.");
        yield return new Row($"{count} instances through the pipeline, peak memory", $"{peak:0} MB", "", "", $"< {Limit} MB", peak < Limit);
        yield return new Row(
            $"  in use after every {count / Samples}", string.Join(" ", samples.Select(sample => $"{sample:0}")) + " MB", "", "", "flat", samples[^1] < samples[0] * 1.25);
        yield return new Row("  passwords a second meanwhile", $"{count / seconds:0}");
    }

    /// <summary>The child role: prints the seconds, the peak and the samples, memory in MB.</summary>
    internal static void BeChild(string idsFile, string keyFile, string sample)
    {
        using var session = ModuleSession.WithModule();
        var watch = Stopwatch.StartNew();
        var samples = session.Invoke(Script, idsFile, keyFile, int.Parse(sample, CultureInfo.InvariantCulture));
        var seconds = watch.Elapsed.TotalSeconds;
        using var self = Process.GetCurrentProcess();
        double[] answer = [seconds, self.PeakWorkingSet64 / 1e6, .. samples.Select(bytes => (long)bytes.BaseObject / 1e6)];
        Console.WriteLine(string.Join(' ', answer.Select(number => number.ToString(CultureInfo.InvariantCulture))));
    }
}
