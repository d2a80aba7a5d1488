using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Module.Tests.Composition;

namespace Ec2KeyPair.Module.Tests;

public sealed class WindowsPasswordTests
{
    private const string Get = "Get-EC2WindowsPassword @aws -StorePath $store ";

    [Fact]
    public async Task GetEC2WindowsPassword_ById_GivesACredential()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        var found = module.Run(Get + win.Id).Single();
        Assert.Equal(win.Id, Outcome.Text(found, "InstanceId"));
        Assert.Equal("win", Outcome.Text(found, "KeyName"));
        Assert.Equal(win.UserName, Outcome.Text(found, "UserName"));
        Assert.Equal(win.RdpCertificateThumbprint, Outcome.Text(found, "RdpCertificateThumbprint"));
        Assert.NotNull(Outcome.Value(found, "LaunchTime"));
        var credential = Assert.IsType<PSCredential>(Outcome.Value(found, "Credential"));
        Assert.Equal(win.Password, credential.GetNetworkCredential().Password);
        Assert.Equal(win.UserName, credential.UserName);
        Assert.Null(found.Properties["Password"]);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_AsPlainText_AddsThePassword()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        Assert.Equal(win.Password, Outcome.Text(module.Run(Get + win.Id + " -AsPlainText").Single(), "Password"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_LocalizedAccount_ComesFromTheConsole()
    {
        await using var module = await AwsModule.StartAsync();
        var key = NewKey(module);
        var win = module.Aws.Fleet.AddWindows("win", key, Image.Catalog.First(image => image.DefaultUser == "Administrateur"));
        Assert.Equal("Administrateur", Outcome.Text(module.Run(Get + win.Id).Single(), "UserName"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_ConsoleDenied_TakesTheUsualAccount()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        module.Aws.Faults.Deny("GetConsoleOutput");
        var outcome = module.Run(Get + win.Id + " -Verbose");
        Assert.Equal("Administrator", Outcome.Text(outcome.Single(), "UserName"));
        Assert.Contains(outcome.Verbose, text => text.Contains("console output can't be read"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_NamesAndAddresses_FindTheInstance()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        var found = module.Run($"{Get} win-1, {win.PublicIpAddress}, {win.PrivateIpAddress}, {win.PublicDnsName}, {win.PrivateDnsName}").MustSucceed();
        Assert.Equal(5, found.Count);
        Assert.All(found, one => Assert.Equal(win.Id, Outcome.Text(one, "InstanceId")));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_ObjectsOfAwsTools_ThroughThePipelineAndAsArgument()
    {
        await using var module = await AwsModule.StartAsync();
        var key = NewKey(module);
        var fleet = module.Aws.Fleet.AddMany(4, key).Select(instance => instance.Id).ToList();
        var instances = fleet.ConvertAll(id => AwsToolsObjects.Instance(id, "win"));
        module.Set("instance", instances[0]);
        module.Set("reservation", AwsToolsObjects.Reservation(instances[1], instances[2]));
        module.Set("noted", PSObject.AsPSObject(new PSObject()));
        module.Run("$global:noted = [pscustomobject]@{ InstanceId = $args[0]; PingStatus = 'Online' }; $global:group = [pscustomobject]@{ Instances = @($instance, $noted) }", fleet[3]).MustSucceed();
        foreach (var (script, expected) in new (string, int[])[]
        {
            ("$instance | " + Get, [0]),
            ("$reservation | " + Get, [1, 2]),
            ("$instance, $reservation, $noted | " + Get, [0, 1, 2, 3]),
            (Get + "$reservation", [1, 2]),
            (Get + "-InstanceId $instance, $noted", [0, 3]),
            ("$group | " + Get, [0, 3]),
            ("$reservation.Instances | " + Get, [1, 2]),
        })
        {
            var found = module.Run(script).MustSucceed().Select(one => Outcome.Text(one, "InstanceId")).Order();
            Assert.Equal(expected.Select(at => fleet[at]).Order(), found);
        }
    }

    [Fact]
    public async Task GetEC2WindowsPassword_Output_PipesIntoItselfAndGetKeyPair()
    {
        await using var module = await AwsModule.StartAsync();
        Launch(module);
        Assert.Equal("win", Outcome.Text(module.Run($"{Get} win-1 | {Get}").Single(), "KeyName"));
        Assert.Equal("win", Outcome.Text(module.Run($"{Get} win-1 | Get-EC2KeyPairLocal -StorePath $store").Single(), "Name"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_EmptyReservation_IsNoInputAndNoError()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("empty", AwsToolsObjects.Reservation());
        Assert.Empty(module.Run("$empty | " + Get).MustSucceed());
    }

    [Theory]
    [InlineData("42")]
    [InlineData("[pscustomobject]@{ Name = 'x' }")]
    [InlineData("$null")]
    public async Task GetEC2WindowsPassword_NotAnInstance_IsAnErrorOfBinding(string input)
    {
        await using var module = await AwsModule.StartAsync();
        var outcome = module.Run($"{input} | {Get}");
        Assert.NotEmpty(outcome.Errors.Append(outcome.Terminating).OfType<ErrorRecord>());
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_ManyInstances_AskOnceAndInPages()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.DefaultPageSize = 7;
        var fleet = module.Aws.Fleet.AddMany(300, NewKey(module));
        module.Set("ids", fleet.Select(instance => instance.Id).ToArray());
        var found = module.Run("$ids | " + Get).MustSucceed();
        Assert.Equal(fleet.Select(instance => instance.Id).Order(), found.Select(one => Outcome.Text(one, "InstanceId")).Order());
        // One look at the console tells all; nothing is asked twice.
        Assert.Equal(300, module.Aws.Requests.Count("GetConsoleOutput"));
        Assert.Equal(0, module.Aws.Requests.Count("GetPasswordData"));
        Assert.Equal(1, module.Aws.Requests.Count("DescribeKeyPairs"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_ByNameInALargeFleet_ReadsEveryPage()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddMany(1200, null, windows: false);
        var key = NewKey(module);
        var twins = Enumerable.Range(0, 1100).Select(_ => module.Aws.Fleet.AddWindows("twin", key)).ToList();
        var error = module.Run(Get + "twin").SingleError("InstanceAmbiguous", ErrorCategory.InvalidType, "twin");
        Assert.Contains("1100 instances", error.Exception.Message.Replace(",", ""));
        Assert.Equal(3, module.Aws.Requests.Count("DescribeInstances"));
        Assert.NotEmpty(twins);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_FirstIsReadyBeforeTheLast_IsStreamed()
    {
        await using var module = await AwsModule.StartAsync();
        var ready = Launch(module);
        var late = module.Aws.Fleet.AddWindows("late", ready.LaunchKey);
        late.PasswordReady = DateTimeOffset.MaxValue;
        using var shell = module.Shell($"'late', 'win-1' | {Get} -Wait");
        using var output = new PSDataCollection<PSObject>();
        var first = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        output.DataAdded += (_, added) => first.TrySetResult(Outcome.Text(output[added.Index], "InstanceId")!);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.Streams.Progress.DataAdded += (_, _) => waits.TrySetResult();
        var running = shell.BeginInvoke(new PSDataCollection<PSObject>(), output);
        Assert.Equal(ready.Id, await first.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        await waits.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(running.IsCompleted);
        late.PasswordReady = DateTimeOffset.MinValue;
        await Task.Run(() => shell.EndInvoke(running)).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2, output.Count);
        Assert.Contains(shell.Streams.Progress, record => record.StatusDescription.StartsWith("1 waiting", StringComparison.Ordinal));
        Assert.Equal(ProgressRecordType.Completed, shell.Streams.Progress.Last().RecordType);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_WaitTimesOut_SaysSo()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        win.PasswordReady = DateTimeOffset.MaxValue;
        var error = module.Run(Get + win.Id + " -Wait -TimeoutSec 1").SingleError("PasswordDataNotReady", ErrorCategory.ResourceUnavailable, win.Id);
        Assert.Contains("-TimeoutSec", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_OneBadInstanceOfEachKind_EachHasItsErrorAndTheOthersGoOn()
    {
        await using var module = await AwsModule.StartAsync();
        var good = Launch(module);
        var fleet = module.Aws.Fleet;
        var foreign = fleet.CreateKeyPair("foreign", out _);
        module.Run("New-EC2KeyPairLocal ed -KeyType Ed25519 @aws -StorePath $store").Single();
        module.Set("secret", AwsModule.Secure("correct horse"));
        module.Run("New-EC2KeyPairLocal locked -Passphrase $secret @aws -StorePath $store").Single();
        var notReady = fleet.AddWindows("not-ready", good.LaunchKey);
        notReady.PasswordReady = DateTimeOffset.MaxValue;
        var stopped = fleet.AddWindows("stopped", good.LaunchKey);
        stopped.PasswordReady = DateTimeOffset.MaxValue;
        stopped.SetState(InstanceState.Stopped);
        fleet.AddWindows("ed", fleet.FindKeyPair("ed"));
        fleet.AddWindows("none");
        fleet.AddLinux("linux", good.LaunchKey);
        fleet.AddWindows("not-here", foreign);
        fleet.AddWindows("locked", fleet.FindKeyPair("locked"));

        var outcome = module.Run(Get + "not-ready, stopped, ed, none, linux, not-here, locked, i-00000000000000000, nobody, " + good.Id);
        Assert.Equal(good.Id, Outcome.Text(Assert.Single(outcome.Output), "InstanceId"));
        var expected = new (string Target, string Id, ErrorCategory Category)[]
        {
            ("not-ready", "PasswordDataNotReady", ErrorCategory.ResourceUnavailable),
            ("stopped", "PasswordDataNotReady", ErrorCategory.ResourceUnavailable),
            ("ed", "LaunchKeyUnsupported", ErrorCategory.NotImplemented),
            ("none", "LaunchKeyMissing", ErrorCategory.ObjectNotFound),
            ("linux", "InstanceNotWindows", ErrorCategory.InvalidType),
            ("not-here", "PrivateKeyNotFound", ErrorCategory.ObjectNotFound),
            ("locked", "PassphraseRequired", ErrorCategory.AuthenticationError),
            ("i-00000000000000000", "InstanceNotFound", ErrorCategory.ObjectNotFound),
            ("nobody", "InstanceNotFound", ErrorCategory.ObjectNotFound),
        };
        Assert.Equal(
            expected.Select(one => $"{one.Target} {one.Id} {one.Category}").Order(),
            outcome.Errors.Select(error => $"{error.TargetObject} {Outcome.IdOf(error)} {error.CategoryInfo.Category}").Order());
        Assert.All(outcome.Errors, error => Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails?.RecommendedAction), error.FullyQualifiedErrorId));
        Assert.All(outcome.Errors, error => Assert.Contains(error.TargetObject.ToString()!, error.Exception.Message));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_Passphrase_OpensTheKeyOrIsWrong()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure("correct horse"));
        module.Set("wrong", AwsModule.Secure("wrong horse"));
        module.Run("New-EC2KeyPairLocal locked -Passphrase $secret @aws -StorePath $store").Single();
        var win = module.Aws.Fleet.AddWindows("win", module.Aws.Fleet.FindKeyPair("locked"));
        Assert.Equal(win.Password, Outcome.Text(module.Run(Get + "win -Passphrase $secret -AsPlainText").Single(), "Password"));
        var error = module.Run(Get + "win -Passphrase $wrong").SingleError("PassphraseIncorrect", ErrorCategory.AuthenticationError, "win");
        Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails?.RecommendedAction));
    }

    [Theory]
    [InlineData("pkcs1.rsa.none")]
    [InlineData("pkcs8.rsa.scrypt")]
    [InlineData("openssh.rsa.aes256-ctr")]
    [InlineData("ppk3.rsa.argon2id")]
    [InlineData("ppk2.rsa.sha1")]
    [InlineData("pkcs8der.rsa.none")]
    public async Task GetEC2WindowsPassword_KeyPathOfAnyEncoding_Opens(string file)
    {
        await using var module = await AwsModule.StartAsync();
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");
        var key = module.Aws.Fleet.AddKeyPair("fixture", File.ReadAllText(Path.Combine(folder, "rsa.pub")));
        var win = module.Aws.Fleet.AddWindows("win", key);
        module.Set("secret", AwsModule.Secure("correct horse"));
        var found = module.Run("Get-EC2WindowsPassword win @aws -KeyPath $args[0] -Passphrase $secret -AsPlainText", Path.Combine(folder, file)).Single();
        Assert.Equal(win.Password, Outcome.Text(found, "Password"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_WrongKeyPath_IsAMismatch()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        module.Aws.Fleet.CreateKeyPair("other", out var pem);
        var path = module.Write("other.pem", pem);
        module.Run("Get-EC2WindowsPassword win-1 @aws -KeyPath $args[0]", path).SingleError("PrivateKeyMismatch", ErrorCategory.SecurityError, "win-1");
        module.Aws.Fleet.RemoveKeyPair("win");
        module.Run("Get-EC2WindowsPassword win-1 @aws -KeyPath $args[0]", path).SingleError("PrivateKeyMismatch", ErrorCategory.SecurityError, "win-1");
    }

    [Theory]
    [InlineData("missing.pem", null, "PrivateKeyNotFound")]
    [InlineData("rsa.pub", "ssh-rsa", "PrivateKeyRequired")]
    [InlineData("notes.txt", "hello", "KeyFormatUnknown")]
    public async Task GetEC2WindowsPassword_KeyPathThatIsNoKey_Terminates(string file, string? content, string id)
    {
        await using var module = await AwsModule.StartAsync();
        Launch(module);
        var path = Path.Combine(module.Folder, file);
        if (content == "ssh-rsa") content = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "rsa.pub"));
        if (content is not null) File.WriteAllText(path, content);
        module.Run("Get-EC2WindowsPassword win-1 @aws -KeyPath $args[0]", path).MustTerminate(id, target: path);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_KeyPairGoneFromEc2_IsFoundByName()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        module.Aws.Fleet.RemoveKeyPair("win");
        Assert.Equal(win.Password, Outcome.Text(module.Run(Get + win.Id + " -AsPlainText").Single(), "Password"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_KeyNamedOtherwiseHere_IsFoundByItsMaterial()
    {
        await using var module = await AwsModule.StartAsync();
        var pair = module.Aws.Fleet.CreateKeyPair("in ec2", out var pem);
        module.Run("New-EC2KeyPairLocal web -LocalOnly -StorePath $store").Single();
        File.WriteAllText(Path.Combine(module.Store, "dropped.pem"), pem);
        var win = module.Aws.Fleet.AddWindows("win", pair);
        Assert.Equal(win.Password, Outcome.Text(module.Run(Get + win.Id + " -AsPlainText").Single(), "Password"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_ThrottledAndFailing_IsAskedAgain()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.ConsoleShowsPassword = false;
        var win = Launch(module);
        module.Aws.Faults.Throttle("GetPasswordData");
        module.Aws.Faults.Fail("DescribeInstances");
        module.Aws.Faults.Cut("DescribeKeyPairs");
        Assert.Equal(win.Id, Outcome.Text(module.Run(Get + "win-1").Single(), "InstanceId"));
        Assert.Equal(2, module.Aws.Requests.Count("GetPasswordData"));
        Assert.Equal(2, module.Aws.Requests.Count("DescribeInstances"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_Denied_SaysWhichPermission()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.ConsoleShowsPassword = false;
        var win = Launch(module);
        module.Aws.Faults.Deny("GetPasswordData");
        var error = module.Run(Get + win.Id).SingleError("AwsAccessDenied", ErrorCategory.PermissionDenied, win.Id);
        Assert.Contains("ec2:GetPasswordData", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_NoCredentials_TerminatesOnce()
    {
        await using var module = await AwsModule.StartAsync();
        var outcome = module.Run("'i-1', 'i-2' | Get-EC2WindowsPassword -Region us-east-1 -EndpointUrl $endpoint -StorePath $store");
        Assert.NotNull(outcome.MustTerminate("AwsCredentialsNotFound", ErrorCategory.ObjectNotFound).ErrorDetails.RecommendedAction);
        Assert.Empty(outcome.Errors);
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_WrongSecretKey_TerminatesOnce()
    {
        await using var module = await AwsModule.StartAsync();
        var outcome = module.Run("$aws.SecretKey = 'wrong'; 'i-1', 'i-2' | " + Get);
        outcome.MustTerminate("AwsCredentialsRejected", ErrorCategory.AuthenticationError);
        Assert.Empty(outcome.Errors);
    }

    private static KeyPair NewKey(AwsModule module)
    {
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        module.Aws.Requests.Clear();
        return module.Aws.Fleet.FindKeyPair("win")!;
    }

    private static WindowsInstance Launch(AwsModule module) => module.Aws.Fleet.AddWindows("win-1", NewKey(module));
}
