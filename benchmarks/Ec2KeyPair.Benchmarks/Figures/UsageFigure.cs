using System.Diagnostics;
using System.Globalization;
using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>Who uses which key pair among very many instances, against a boto3 paginator that builds the same table.</summary>
internal static class UsageFigure
{
    private const double Limit = 300;
    private const string Command = "Get-EC2KeyPairUsage -StorePath $args[0]";

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var count = quick ? 5_000 : 50_000;
        var rounds = quick ? 3 : 5;
        using var folder = new TemporaryFolder();
        using var keys = EncryptedKeys.Write(folder.Fresh());
        using var endpoint = Endpoint.Start(
            count, folder, ["--linux", "0", "--launch-templates", "300", .. keys.PublicFiles.SelectMany(file => new[] { "--key-file", file })]);
        endpoint.BecomeClient();
        var figure = $"usage of {count} instances";
        foreach (var row in Boto3(figure, rounds, count, endpoint, folder)) yield return row;

        var (_, peak) = Child(count, folder);
        yield return new Row("  peak memory of the whole process", $"{peak:0} MB", "", "", $"< {Limit} MB", peak < Limit);
        var (_, rows) = Child(count, folder, "rows");
        yield return new Row("  peak memory when each instance is written", $"{rows:0} MB", "", "", $"< {Limit} MB", rows < Limit);
    }

    /// <summary>The child role: a fresh process asks once and prints the seconds, its peak memory in MB and the number of instances.</summary>
    internal static void BeChild(string store, string manner)
    {
        using var session = ModuleSession.WithModule();
        var watch = Stopwatch.StartNew();
        var instances = manner == "rows"
            ? (int)session.Invoke("$n = 0; Get-EC2KeyPairUsage -Instance -StorePath $args[0] | ForEach-Object { $n++ }; $n", store)[0].BaseObject
            : Count(session, store);
        var seconds = watch.Elapsed.TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {self.PeakWorkingSet64 / 1e6} {instances}"));
    }

    private static IEnumerable<Row> Boto3(string figure, int rounds, int count, Endpoint endpoint, TemporaryFolder folder)
    {
        const int asked = 3;
        if (!Tool.PythonHas("boto3"))
        {
            yield return Row.PeerAbsent(figure, "python3 with boto3", $">= {asked}x");
            yield break;
        }

        var script = folder["usage.py"];
        using (var source = typeof(UsageFigure).Assembly.GetManifestResourceStream("usage.py")!)
        using (var target = File.Create(script))
        {
            source.CopyTo(target);
        }

        using var session = ModuleSession.WithModule();
        Ours();
        yield return Row.Against(figure + ", warm session", "boto3 paginator, its loop", Paired.Run(rounds, () => Paired.Time(Ours), Loop), asked);
        yield return Row.Against(
            figure + ", first command of a session", "boto3 paginator, whole script", Paired.Run(rounds, () => Child(count, folder).Seconds, () => Paired.Time(() => Loop())), asked);

        void Ours()
        {
            if (Count(session, folder["store"]) != count) throw new InvalidOperationException("Not all instances were counted.");
        }

        double Loop()
        {
            var answer = Tool.Run(Tool.Python!, [script], endpoint.Environment).Split();
            return answer[2] == $"{count}"
                ? double.Parse(answer[0], CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"The script counted {answer[2]} of {count} instances.");
        }
    }

    private static int Count(ModuleSession session, string store) =>
        session.Invoke(Command, store).Sum(usage => (int)usage.Properties["InstanceCount"].Value);

    private static (double Seconds, double Megabytes) Child(int count, TemporaryFolder folder, string manner = "summary")
    {
        var answer = Tool.RunSelf("child", "usage", folder["store"], manner).Split();
        if (answer[2] != $"{count}") throw new InvalidOperationException($"{answer[2]} of {count} instances were counted.");
        return (double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }
}
