using System.Management.Automation;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Ssh;

public sealed class CopyTests
{
    private const string Copy = "Copy-EC2InstanceItem @aws -StorePath $store -Via Direct ";
    private static readonly string[] OddNames = ["plain.txt", "with space", "qu'ote\"s", "-dash", "$(id) `id` $x", "*", "[a]", "é☃.txt", "~", "a\\b"];

    [SkippableFact]
    public async Task CopyEC2InstanceItem_File_ArrivesWholeWithItsModeAndIsRecorded()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        var original = Path.Combine(module.Folder, "data.bin");
        File.WriteAllBytes(original, content);
        Mode(original, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc(original, new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        var up = module.Run(Copy + "$args[0] up.bin -ToInstance lin-0 -Verify -PreserveTimes", original).Single();
        var there = Path.Combine(ssh.Home, "up.bin");
        Assert.Equal(content, File.ReadAllBytes(there));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, ModeOf(there));
        Assert.Equal(new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc), File.GetLastWriteTimeUtc(there));
        Assert.Equal(linux.Id, Outcome.Text(up, "InstanceId"));
        Assert.Equal(original, Outcome.Text(up, "Path"));
        Assert.Equal("up.bin", Outcome.Text(up, "Destination"));
        Assert.Equal(3_000_000L, Outcome.Value(up, "Bytes"));
        Assert.Equal("Direct", Outcome.Text(up, "Via"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), Outcome.Text(up, "Sha256"));

        var down = module.Run(Copy + "~/up.bin $args[0] -FromInstance lin-0 -Verify -PreserveTimes", Path.Combine(module.Folder, "down.bin")).Single();
        var back = Path.Combine(module.Folder, "down.bin");
        Assert.Equal(content, File.ReadAllBytes(back));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, ModeOf(back));
        Assert.Equal(File.GetLastWriteTimeUtc(original), File.GetLastWriteTimeUtc(back));
        Assert.Equal(there, Outcome.Text(down, "Path"));
        Assert.Equal(back, Outcome.Text(down, "Destination"));
        AssertNoLeftovers(ssh.Home, module.Folder);
    }

    [SkippableFact]
    public async Task CopyEC2InstanceItem_FolderOfOddNames_ComesBackAsItWas()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var tree = Path.Combine(module.Folder, "tree");
        foreach (var folder in new[] { tree, Path.Combine(tree, "in ner"), Path.Combine(tree, "in ner", "$x"), Path.Combine(tree, "empty") }) Directory.CreateDirectory(folder);
        Mode(Path.Combine(tree, "in ner"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var name in OddNames)
        {
            File.WriteAllText(Path.Combine(tree, name), "1 " + name);
            File.WriteAllText(Path.Combine(tree, "in ner", "$x", name), "2 " + name);
        }

        File.WriteAllBytes(Path.Combine(tree, "nothing"), []);
        module.Run(Copy + "$args[0] there -ToInstance lin-0", tree).SingleError("ParameterInvalid", ErrorCategory.InvalidArgument, tree);
        Assert.Equal((2 * OddNames.Length) + 1, module.Run(Copy + "-LiteralPath $args[0] there -ToInstance lin-0 -Recurse", tree).MustSucceed().Count);
        Assert.Equal(Listing(tree), Listing(Path.Combine(ssh.Home, "there")));
        // The folder is there now: a second copy goes into it.
        module.Run(Copy + "-LiteralPath $args[0] there -ToInstance lin-0 -Recurse", tree).MustSucceed();
        Assert.Equal(Listing(tree), Listing(Path.Combine(ssh.Home, "there", "tree")));

        module.Run(Copy + "-LiteralPath there/tree $args[0] -FromInstance lin-0 -Recurse", Path.Combine(module.Folder, "back")).MustSucceed();
        Assert.Equal(Listing(tree), Listing(Path.Combine(module.Folder, "back")));
        AssertNoLeftovers(ssh.Home, module.Folder);
    }

    [SkippableFact]
    public async Task CopyEC2InstanceItem_Wildcards_NameWhatTheyFitHereAndThere()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        foreach (var name in new[] { "a.log", "b.log", "c.txt", ".hidden.log" }) File.WriteAllText(Path.Combine(module.Folder, name), name);
        Assert.Equal(["a.log", "b.log"], module.Run(Copy + "\"$folder/[ab].log\" logs/ -ToInstance lin-0").MustSucceed().Select(item => Path.GetFileName(Outcome.Text(item, "Path"))).Order());
        module.Run(Copy + "\"$folder/*.txt\", \"$folder/.hidden.log\" ~/logs -ToInstance lin-0").MustSucceed();
        Assert.Equal([".hidden.log", "a.log", "b.log", "c.txt"], Directory.GetFiles(Path.Combine(ssh.Home, "logs")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        string[] Down(string path) => [.. module.Run(Copy + "$args[0] \"$folder/d/\" -FromInstance lin-0", path).MustSucceed().Select(item => Path.GetFileName(Outcome.Text(item, "Destination"))!).Order(StringComparer.Ordinal)];
        Assert.Equal(["a.log", "b.log"], Down("l*s/?.log"));
        Assert.Equal([".hidden.log"], Down("logs/.*"));
        Assert.Equal(["c.txt"], Down(ssh.Home + "/log[a-z]/c*"));
        Assert.Empty(Down("logs/*.zip"));
        module.Run(Copy + "logs/none.txt \"$folder/d/\" -FromInstance lin-0").SingleError("PathNotFound", ErrorCategory.ObjectNotFound, "logs/none.txt");
        module.Run(Copy + "-LiteralPath 'logs/*' \"$folder/d/\" -FromInstance lin-0").SingleError("PathNotFound", ErrorCategory.ObjectNotFound, "logs/*");
        var missing = Path.Combine(module.Folder, "none.txt");
        module.Run(Copy + "$args[0] x -ToInstance lin-0", missing).SingleError("PathNotFound", ErrorCategory.ObjectNotFound, missing);
        // Files through the pipeline, by their PSPath.
        Assert.Equal(2, module.Run("'a.log', 'b.log' | ForEach-Object { [pscustomobject]@{ PSPath = \"$folder/$_\" } } | " + Copy + "-Destination logs -ToInstance lin-0").MustSucceed().Count);
    }

    [SkippableFact]
    public async Task CopyEC2InstanceItem_ManyInstances_EachGetsAndGivesItsOwn()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await SshHosts.LaunchAsync(module, 3);
        hosts[1].Server.Stop();
        var file = module.Write("x.txt", "hello");
        var up = module.Run(Copy + "$args[0] x.txt -ToInstance lin-0, lin-1, lin-2, $args[1]", file, hosts[2].Instance.Id);
        Assert.Equal(2, up.Output.Count);
        up.SingleError("HostUnreachable", ErrorCategory.ConnectionError, hosts[1].Instance.Id);
        foreach (var host in new[] { 0, 2 }) File.AppendAllText(Path.Combine(hosts[host].Server.Home, "x.txt"), $" {host}");

        var down = module.Run(Copy + "x.txt \"$folder/all\" -FromInstance lin-0, lin-2");
        Assert.Equal(2, down.MustSucceed().Count);
        Assert.Equal("hello 0", File.ReadAllText(Path.Combine(module.Folder, "all", hosts[0].Instance.Id, "x.txt")));
        Assert.Equal("hello 2", File.ReadAllText(Path.Combine(module.Folder, "all", hosts[2].Instance.Id, "x.txt")));
        // By the name of the property, as objects of AWS.Tools come with.
        Assert.Single(module.Run("[pscustomobject]@{ InstanceId = 'lin-0' } | " + Copy + "-Path $args[0] -Destination y.txt -ToInstance { $_.InstanceId }", file).MustSucceed());
    }

    [SkippableFact]
    public async Task CopyEC2InstanceItem_WhatIsThereAlready_IsReplacedInOneStepOrProtected()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var file = module.Write("x.txt", "new");
        var target = Path.Combine(ssh.Home, "x.txt");
        File.WriteAllText(target, "old");
        Mode(target, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(Path.Combine(ssh.Home, "link"), target);
        Assert.Empty(module.Run(Copy + "$args[0] x.txt -ToInstance lin-0 -WhatIf", file).MustSucceed());
        Assert.Equal("old", File.ReadAllText(target));

        // A reader that has the old file open keeps it whole; the mode of what is replaced stays; a link stays a link.
        using (var reader = new StreamReader(target))
        {
            module.Run(Copy + "$args[0] link -ToInstance lin-0", file).Single();
            Assert.Equal("old", reader.ReadToEnd());
        }

        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal(target, new FileInfo(Path.Combine(ssh.Home, "link")).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite, ModeOf(target));

        Mode(target, UnixFileMode.UserRead);
        module.Run(Copy + "$args[0] x.txt -ToInstance lin-0", file).SingleError("DestinationProtected", ErrorCategory.ResourceExists, "x.txt");
        module.Run(Copy + "$args[0] x.txt -ToInstance lin-0 -Force", file).Single();
        Directory.CreateDirectory(Path.Combine(ssh.Home, "d", "x.txt"));
        module.Run(Copy + "$args[0] d -ToInstance lin-0", file).SingleError("DestinationProtected", ErrorCategory.ResourceExists, "d/x.txt");
        module.Run(Copy + "$args[0], $args[0] none -ToInstance lin-0; " + Copy + "\"$folder/x.txt\", \"$folder/y.txt\" none -ToInstance lin-0", file, module.Write("y.txt", "y"))
            .SingleError("PathNotFound", ErrorCategory.ObjectNotFound, "none");
        module.Run(Copy + "$args[0] none/x.txt -ToInstance lin-0", file).SingleError("PathNotFound", ErrorCategory.ObjectNotFound, "none/x.txt");
        module.Run(Copy + "$args[0] x.txt/y -ToInstance lin-0", file).SingleError("PathNotFound", ErrorCategory.ObjectNotFound, "x.txt/y");
        if (Directory.Exists("/sys/kernel")) module.Run(Copy + "$args[0] /sys/kernel/x -ToInstance lin-0", file).SingleError("RemoteAccessDenied", ErrorCategory.PermissionDenied, "/sys/kernel/x");
        AssertNoLeftovers(ssh.Home, module.Folder);
    }

    [SkippableFact]
    public async Task CopyEC2InstanceItem_LinksAndNamesOfTheInstance_LeadNowhereElse()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var secret = module.Write("secret.txt", "not to be copied");
        var tree = Directory.CreateDirectory(Path.Combine(ssh.Home, "tree")).FullName;
        File.WriteAllText(Path.Combine(tree, "good.txt"), "good");
        File.WriteAllText(Path.Combine(tree, "bad\u001b[31m"), "bad");
        File.WriteAllText(Path.Combine(tree, "bad\nname"), "bad");
        File.CreateSymbolicLink(Path.Combine(tree, "file"), secret);
        Directory.CreateSymbolicLink(Path.Combine(tree, "folder"), module.Folder);
        Directory.CreateSymbolicLink(Path.Combine(tree, "loop"), tree);
        using (Tool.Find("mkfifo") is null ? null : System.Diagnostics.Process.Start("mkfifo", [Path.Combine(tree, "pipe")]))
        {
            var outcome = module.Run(Copy + "tree \"$folder/copy\" -FromInstance lin-0 -Recurse");
            Assert.Equal("good.txt", Path.GetFileName(Outcome.Text(Assert.Single(outcome.Output), "Destination")));
            Assert.Equal(["RemoteNameUnsafe", "RemoteNameUnsafe"], outcome.ErrorIds);
            Assert.All(outcome.Errors, error => Assert.DoesNotContain(error.Exception.Message, char.IsControl));
            Assert.InRange(outcome.Warnings.Count, 3, 4);
            Assert.Equal(["good.txt"], Directory.GetFileSystemEntries(Path.Combine(module.Folder, "copy")).Select(Path.GetFileName));
        }
    }

    [SkippableFact]
    public async Task CopyEC2InstanceItem_WhatIf_MakesNoFolderAnywhere()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var file = module.Write("x.txt", "x");
        File.WriteAllText(Path.Combine(ssh.Home, "y.txt"), "y");
        module.Run(Copy + "$args[0] made/ -ToInstance lin-0 -WhatIf; " + Copy + "y.txt \"$folder/made/\" -FromInstance lin-0 -WhatIf", file).MustSucceed();
        Assert.False(Directory.Exists(Path.Combine(ssh.Home, "made")));
        Assert.False(Directory.Exists(Path.Combine(module.Folder, "made")));
        module.Run(Copy + "$args[0] made/ -ToInstance lin-0; " + Copy + "y.txt \"$folder/made/\" -FromInstance lin-0", file).MustSucceed();
        Assert.True(File.Exists(Path.Combine(ssh.Home, "made", "x.txt")));
        Assert.True(File.Exists(Path.Combine(module.Folder, "made", "y.txt")));
    }

    /// <summary>As if it were written to: a link stays a link, the mode stays the file's own, and a device is no file.</summary>
    [SkippableFact]
    public async Task CopyEC2InstanceItem_WhatIsThereAlreadyHere_IsReplacedAsItIsOrProtected()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var remote = Path.Combine(ssh.Home, "x.txt");
        File.WriteAllText(remote, "new");
        Mode(remote, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var target = module.Write("real.txt", "old");
        Mode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var link = Path.Combine(module.Folder, "link");
        File.CreateSymbolicLink(link, target);
        module.Run(Copy + "x.txt $args[0] -FromInstance lin-0", link).Single();
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(target));

        var later = Path.Combine(module.Folder, "later");
        File.CreateSymbolicLink(Path.Combine(module.Folder, "dangling"), later);
        module.Run(Copy + "x.txt \"$folder/dangling\" -FromInstance lin-0").Single();
        Assert.Equal("new", File.ReadAllText(later));

        Skip.If(Tool.Find("mkfifo") is null, "there is no mkfifo");
        var pipe = Path.Combine(module.Folder, "pipe");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe])) await make.WaitForExitAsync();
        module.Run(Copy + "x.txt $args[0] -FromInstance lin-0", pipe).SingleError("DestinationProtected", ErrorCategory.ResourceExists, pipe);
        AssertNoLeftovers(ssh.Home, module.Folder);
    }

    /// <summary>Where copies go does not depend on which of the named instances are there today.</summary>
    [SkippableFact]
    public async Task CopyEC2InstanceItem_OneOfTwoInstancesIsGone_TheOtherHasItsFolderAllTheSame()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        File.WriteAllText(Path.Combine(ssh.Home, "x.txt"), "x");
        var outcome = module.Run(Copy + "x.txt \"$folder/all\" -FromInstance lin-0, gone");
        Assert.Equal(["InstanceNotFound"], outcome.ErrorIds);
        Assert.Equal(Path.Combine(module.Folder, "all", linux.Id, "x.txt"), Outcome.Text(Assert.Single(outcome.Output), "Destination"));
        // One instance by two names is one.
        Assert.Equal(
            Path.Combine(module.Folder, "one"),
            Outcome.Text(module.Run(Copy + "x.txt \"$folder/one\" -FromInstance lin-0, $args[0]", linux.Id).Single(), "Destination"));
    }

    [SkippableFact]
    public async Task CopyEC2InstanceItem_TwoOfOneNameOrANameThatIsNoText_IsToldAndNotLost()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        foreach (var folder in new[] { "a", "b" })
        {
            Directory.CreateDirectory(Path.Combine(module.Folder, folder));
            File.WriteAllText(Path.Combine(module.Folder, folder, "x.txt"), folder);
        }

        var both = module.Run(Copy + "\"$folder/a/x.txt\", \"$folder/b/x.txt\" d/ -ToInstance lin-0");
        Assert.Single(both.Output);
        Assert.Equal(["RemoteNameUnsafe"], both.ErrorIds);
        Assert.Equal("a", File.ReadAllText(Path.Combine(ssh.Home, "d", "x.txt")));

        // .NET can neither make such a file nor take it away.
        Tool.Run("sh", "-c", "cd \"$1\" && echo > \"$(printf 'caf\\351')\"", "sh", Path.Combine(module.Folder, "a"));
        var odd = module.Run(Copy + "\"$folder/a\" odd -ToInstance lin-0 -Recurse");
        Tool.Run("sh", "-c", "rm -f \"$1\"/caf*", "sh", Path.Combine(module.Folder, "a"));
        Assert.Single(odd.MustSucceed());
        Assert.Contains("is not UTF-8", Assert.Single(odd.Warnings));
    }

    /// <summary>Bigger than what may be under way at once, and stopped in the middle.</summary>
    [SkippableFact]
    public async Task CopyEC2InstanceItem_Stopped_LeavesNeitherHalfAFileNorATemporaryOne()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = (await SshHosts.LaunchAsync(module))[0];
        var big = Path.Combine(module.Folder, "big");
        using (var file = File.Create(big)) file.SetLength(3L << 30);
        using var shell = module.Shell(Copy + "$args[0] big -ToInstance lin-0", big);
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.Streams.Progress.DataAdded += (_, _) => moved.TrySetResult();
        var running = shell.BeginInvoke();
        await moved.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Task.Run(shell.Stop);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.False(File.Exists(Path.Combine(ssh.Home, "big")));
        AssertNoLeftovers(ssh.Home, module.Folder);
    }

    [SkippableFact]
    public async Task CopyEC2InstanceItem_ThroughSessionManager_ArrivesWhole()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        linux.SsmAgent = new SsmAgent();
        var content = RandomNumberGenerator.GetBytes(400_000);
        var original = Path.Combine(module.Folder, "data.bin");
        File.WriteAllBytes(original, content);
        Assert.Equal("SessionManager", Outcome.Text(module.Run("Copy-EC2InstanceItem @aws -StorePath $store -Via SessionManager $args[0] x -ToInstance lin-0", original).Single(), "Via"));
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(ssh.Home, "x")));
        Assert.All(module.Aws.Sessions.All, session => Assert.True(session.IsEnded));
    }

    private static void Mode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static IReadOnlyList<string> Listing(string root) => Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
        .Select(path => $"{Path.GetRelativePath(root, path)} {ModeOf(path)} {(File.Exists(path) ? File.ReadAllText(path) : "")}")
        .Order(StringComparer.Ordinal)
        .ToList();

    private static void AssertNoLeftovers(params string[] folders) => Assert.All(folders, folder =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), path => Regex.IsMatch(Path.GetFileName(path), "^\\.ec2keypair-[0-9a-f]{32}$")));
}
