using System.Globalization;
using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>New-EC2KeyPairLocal -LocalOnly against ssh-keygen run once per key.</summary>
internal static class NewKeysFigure
{
    private const string Command = "New-EC2KeyPairLocal -Name $args[0] -KeyType $args[1] -StorePath $args[2] -LocalOnly";

    internal static IEnumerable<Row> Measure(bool quick)
    {
        using var folder = new TemporaryFolder();
        var rounds = quick ? 3 : 7;
        foreach (var row in Kind("Rsa", ["-t", "rsa", "-b", "2048"], quick ? 5 : 20, 1, rounds, folder)) yield return row;
        foreach (var row in Kind("Ed25519", ["-t", "ed25519"], quick ? 25 : 100, 5, rounds, folder)) yield return row;
    }

    /// <summary>The child role: a fresh process makes keys once and prints the seconds of that one command.</summary>
    internal static void BeChild(string type, string count, string store)
    {
        using var session = ModuleSession.WithModule();
        var names = Names(int.Parse(count, CultureInfo.InvariantCulture));
        Console.WriteLine(Paired.Time(() => Make(session, type, names, store)).ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<Row> Kind(string type, string[] options, int count, double factor, int rounds, TemporaryFolder folder)
    {
        var figure = $"{count} {type} keys";
        if (Tool.SshKeygen is not { } keygen)
        {
            yield return Row.PeerAbsent(figure, "ssh-keygen", $">= {factor}x");
            yield break;
        }

        var names = Names(count);
        var peer = $"ssh-keygen x {count}";
        using var session = ModuleSession.WithModule();
        Make(session, type, names, folder.Fresh());
        yield return Row.Against(
            figure + ", warm session",
            peer,
            Paired.Run(rounds, () => Time(() => Make(session, type, names, folder.Fresh())), () => Time(() => Peer(folder.Fresh()))),
            factor);
        yield return Row.Against(
            figure + ", first command of a session",
            peer,
            Paired.Run(rounds, () => Child(type, count, folder.Fresh()), () => Time(() => Peer(folder.Fresh()))),
            factor);

        void Peer(string store)
        {
            foreach (var name in names) Tool.Run(keygen, ["-q", .. options, "-N", "", "-C", name, "-f", Path.Combine(store, name)]);
        }
    }

    private static double Time(Action action) => Paired.Time(action);

    private static string[] Names(int count) => Enumerable.Range(1, count).Select(i => $"key-{i}").ToArray();

    private static void Make(ModuleSession session, string type, string[] names, string store)
    {
        var made = session.Invoke(Command, names, type, store).Count;
        if (made != names.Length) throw new InvalidOperationException($"{made} of {names.Length} keys were made.");
    }

    private static double Child(string type, int count, string store) =>
        double.Parse(Tool.RunSelf("child", "keys", type, $"{count}", store), CultureInfo.InvariantCulture);
}
