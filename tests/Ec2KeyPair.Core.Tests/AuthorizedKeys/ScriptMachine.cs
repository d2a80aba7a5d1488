using System.Diagnostics;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.AuthorizedKeys;

/// <summary>A home folder of its own on this machine, and programs of its own before the machine's; the script runs there in a shell of choice.</summary>
internal sealed class ScriptMachine : IDisposable
{
    private static int _number;
    private readonly TemporaryFolder _folder = new();
    private readonly string _shell;

    internal ScriptMachine(string shell = "dash")
    {
        Skip.If(OperatingSystem.IsWindows(), "no sh here");
        Skip.If(!Tool.Named(shell.Split(' ')[0]).IsInstalled, $"{shell.Split(' ')[0]} is not installed");
        _shell = shell;
        Home = _folder.File("home of x");
        Programs = _folder.File("programs");
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Programs);
        Mode(Home, "700");
        MakeProgram("sshd", "exit 1");
    }

    /// <summary>Every shell that this machine has of those that instances have.</summary>
#if DESKTOP_CORE
    // The shells run the same script; what this build may do otherwise is to write its input and to read its output.
    public static TheoryData<string> Shells => new("dash");
#else
    public static TheoryData<string> Shells => new("dash", "bash", "bash --posix", "busybox sh");
#endif

    internal string Home { get; }

    internal string Programs { get; }

    internal string Keys => Path.Combine(Home, ".ssh", "authorized_keys");

    internal static AuthorizedKeyText NewKey(string? comment = null)
    {
        using var key = KeyGenerator.Generate(KeyType.Ed25519);
        return AuthorizedKeyText.Of(key.PublicKey, comment ?? $"key {Interlocked.Increment(ref _number)}");
    }

    /// <summary>Writes the file of keys as it is given, and makes it private.</summary>
    internal void Write(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Keys)!);
        Mode(Path.GetDirectoryName(Keys)!, "700");
        File.WriteAllText(Keys, content, System.Text.Encoding.Latin1);
        Mode(Keys, "600");
    }

    internal string Read() => File.ReadAllText(Keys, System.Text.Encoding.Latin1);

    internal AuthorizedKeysReport Add(params AuthorizedKeyText[] keys) => Run(new KeyEditRequest(KeyOperation.Add, keys));

    internal AuthorizedKeysReport Remove(params AuthorizedKeyText[] keys) => Run(new KeyEditRequest(KeyOperation.Remove, keys) { Force = true });

    internal AuthorizedKeysReport RemoveIfThere(AuthorizedKeyText needed, params AuthorizedKeyText[] keys) =>
        Run(new KeyEditRequest(KeyOperation.Remove, keys) { Needs = needed });

    internal AuthorizedKeysReport List() => Run(new KeyEditRequest(KeyOperation.List, []));

    /// <summary>Runs it, and requires a whole answer.</summary>
    internal AuthorizedKeysReport Run(KeyEditRequest request, string? account = null)
    {
        var (nonce, words) = Prepare(request, account);
        var result = Tool.Named(words[0]).Run(words[1..]);
        var report = AuthorizedKeysReport.Parse(System.Text.Encoding.UTF8.GetString(result.Output), nonce, request.Keys.Count);
        Assert.True(report is not null, $"no answer: {result.Text}\n{result.Error}");
        Assert.Equal("", result.Error);
        return report!;
    }

    /// <summary>Starts it and leaves it alone; its process group is its own.</summary>
    internal Process Start(KeyEditRequest request)
    {
        var (_, words) = Prepare(request, null);
        var start = new ProcessStartInfo("setsid") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in words.Prepend("--wait")) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }

    /// <summary>A program that the script finds before the machine's own.</summary>
    internal void MakeProgram(string name, string script)
    {
        var path = Path.Combine(Programs, name);
        ProgramFile.Write(path, "#!/bin/sh\n" + script + "\n");
        Mode(path, "755");
    }

    internal void SshdSays(string line) => MakeProgram("sshd", $"[ \"$1\" = -T ] || exit 1\necho 'port 22'\necho 'authorizedkeysfile {line}'\necho 'strictmodes yes'");

    internal static void Mode(string path, string mode) => Tool.Named("chmod").Run(mode, path).MustSucceed();

    /// <summary>Type, mode, owner and group as ls has them; with "+" for an ACL.</summary>
    internal static string Access(string path) =>
        string.Join(' ', Tool.Named("ls").Run("-ldn", path).MustSucceed().Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where((_, i) => i is 0 or 2 or 3));

    public void Dispose() => _folder.Dispose();

    private (string Nonce, string[] Words) Prepare(KeyEditRequest request, string? account)
    {
        var nonce = AuthorizedKeysScript.NewNonce();
        var script = _folder.File($"script {nonce}");
        File.WriteAllText(script, $"HOME='{Home}'; export HOME; PATH='{Programs}':$PATH; sh='{_shell}'\n" + AuthorizedKeysScript.For(request, account, nonce) + "\n");
        Mode(_folder.Path, "755");
        return (nonce, [.. _shell.Split(' '), script]);
    }
}
