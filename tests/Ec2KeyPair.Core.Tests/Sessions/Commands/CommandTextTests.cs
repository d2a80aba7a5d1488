using System.Diagnostics;
using System.Text;
using Ec2KeyPair.Core.Sessions.Commands;
using Ec2KeyPair.Core.Ssh.Commands;
using Ec2KeyPair.Core.Tests.Peers;

namespace Ec2KeyPair.Core.Tests.Sessions.Commands;

public sealed class CommandTextTests
{
    private readonly string _mark = RunMark.New();

    [SkippableTheory]
    [InlineData("echo plain")]
    [InlineData("printf '%s|' 'a  b' \"c\" d\\ e; echo \"it's\"")]
    [InlineData("x='$HOME `id`'; printf '%s' \"$x\"")]
    [InlineData("printf '%s\\n' one\nprintf '%s' 'two\nlines' # comment")]
    [InlineData("''''; true")]
    public void For_RealShell_RunsItAsItStandsAndMarked(string command)
    {
        var direct = Tool.Named("sh").Run("-c", command);
        var wrapped = Tool.Named("sh").Run("-c", CommandText.For(command, isWindows: false, _mark));
        Assert.Equal(direct.Text, wrapped.Text);
        Assert.Equal(direct.ExitCode, wrapped.ExitCode);
        Assert.Equal(_mark, Tool.Named("sh").Run("-c", CommandText.For("echo $EC2KEYPAIR_RUN", isWindows: false, _mark)).Text);
    }

    [Fact]
    public void For_Windows_IsEncodedWholeAndBeginsWithItsMark()
    {
        const string command = "'é' | % { \"$_\" }";
        var text = Decoded(CommandText.For(command, isWindows: true, _mark));
        Assert.StartsWith($"$env:EC2KEYPAIR_RUN='{_mark}';", text, StringComparison.Ordinal);
        Assert.EndsWith(command, text, StringComparison.Ordinal);
    }

    /// <summary>Processes are told by their command lines: the command's has to be found, and the one that looks must not find itself.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("Get-Date; 'é'")]
    public void Ending_Windows_LooksForTheCommandLineOfThisRunAndNotForItsOwn(string command)
    {
        var ending = CommandText.Ending(isWindows: true, _mark);
        var script = Decoded(ending);
        var at = script.IndexOf(".Contains('", StringComparison.Ordinal) + ".Contains('".Length;
        var sought = script[at..script.IndexOf('\'', at)];
        Assert.Contains(sought, CommandText.For(command, isWindows: true, _mark), StringComparison.Ordinal);
        Assert.DoesNotContain(sought, CommandText.For(command, isWindows: true, RunMark.New()), StringComparison.Ordinal);
        Assert.DoesNotContain(sought, ending, StringComparison.Ordinal);
    }

    /// <summary>A child, one in a session of its own, one that ignores SIGTERM, a daemon, and one whose environment was cleared, as sudo does.</summary>
    [SkippableFact]
    public async Task Ending_AllThatTheCommandStarted_IsGoneAndOtherRunsAreNot()
    {
        Skip.If(!Directory.Exists("/proc/self"), "there is no /proc");
        using var folder = new TemporaryFolder();
        var name = "mark-" + Guid.NewGuid().ToString("N");
        var many =
            $"cd '{folder.Path}'; sh -c 'sleep 300; : {name}' & setsid sh -c 'sleep 300; : {name}' & (trap '' TERM; while :; do sleep 300; : {name}; done) & "
            + $"(setsid sh -c 'sleep 300; : {name}' >/dev/null 2>&1 &) ; env -i sh -c 'sleep 300; : {name}' & echo > started; wait";
        using var other = Start(CommandText.For($"sleep 300; : other-{name}", isWindows: false, RunMark.New()));
        using var command = Start(CommandText.For(many, isWindows: false, _mark));
        try
        {
            while (!File.Exists(Path.Combine(folder.Path, "started"))) await Task.Delay(20);
            Assert.Equal(["command", "other"], Running(name));
            Assert.Equal(0, Tool.Named("sh").Run("-c", CommandText.Ending(isWindows: false, _mark)).ExitCode);
            Assert.Equal(["other"], Running(name));
            // Once more, in SSH's words: nothing is there, which is what they find.
            Assert.Equal(0, Tool.Named("sh").Run("-c", RemoteShell.Ending(_mark, null)).ExitCode);
        }
        finally
        {
            other.Kill(entireProcessTree: true);
            command.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "does not end")]
    [InlineData(2, "no way to look")]
    [InlineData(127, "no way to look")]
    [InlineData(null, "does not tell")]
    public void Verdict_OnlyZero_SaysThatNothingIsLeft(int? exitCode, string? expected)
    {
        if (expected is null) Assert.Null(KillScript.Verdict(exitCode));
        else Assert.Contains(expected, KillScript.Verdict(exitCode));
    }

    private static string Decoded(string text) => Encoding.Unicode.GetString(Convert.FromBase64String(text.Split(' ')[^1]));

    private static Process Start(string text) => Process.Start(new ProcessStartInfo("sh", ["-c", "exec " + text]) { RedirectStandardInput = true })!;

    // "command" or "other" for each process that has the name in its arguments.
    private static IReadOnlyList<string> Running(string name) => Directory.EnumerateDirectories("/proc")
        .Where(path => int.TryParse(Path.GetFileName(path), out _))
        .Select(path =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(path, "cmdline"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return ""; // It has just ended.
            }
        })
        .Where(arguments => arguments.Contains(name, StringComparison.Ordinal))
        .Select(arguments => arguments.Contains("other-" + name, StringComparison.Ordinal) ? "other" : "command")
        .Distinct()
        .Order()
        .ToList();
}
