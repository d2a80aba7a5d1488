using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.WindowsSide;

namespace Ec2KeyPair.Module.Tests.Reset;

/// <summary>Reset-EC2WindowsPassword by its own script, which really runs on played machines.</summary>
public sealed class ResetPasswordTests
{
    private const string Reset = "Reset-EC2WindowsPassword @aws -Confirm:$false ";

    [Fact]
    public async Task ResetEC2WindowsPassword_BuiltInAdministrator_GivesThePasswordThatIsSet()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        var first = win.CurrentPassword;
        var found = module.Run(Reset + "win-1").Single();
        Assert.Equal(win.Id, Outcome.Text(found, "InstanceId"));
        Assert.Equal("Administrator", Outcome.Text(found, "UserName"));
        Assert.Null(Outcome.Value(found, "KeyName"));
        var credential = Assert.IsType<PSCredential>(Outcome.Value(found, "Credential"));
        Assert.Equal(win.CurrentPassword, credential.GetNetworkCredential().Password);
        Assert.NotEqual(first, win.CurrentPassword);
        Assert.Equal(32, win.CurrentPassword.Length);
        Assert.Same(credential, Outcome.Value(found, "LoginCredential"));
        Assert.Null(found.Properties["Password"]);
        Assert.Equal(1, win.Machine.Administrator.TimesChanged);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_RenamedAdministrator_IsFoundByItsSid()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        win.Machine.Administrator.Name = "J\u00e4rjestelm\u00e4nvalvoja";
        win.Machine.AddAccount("Administrator", "Decoy-4711");
        var found = module.Run(Reset + win.Id + " -AsPlainText").Single();
        Assert.Equal("J\u00e4rjestelm\u00e4nvalvoja", Outcome.Text(found, "UserName"));
        Assert.Equal(win.CurrentPassword, Outcome.Text(found, "Password"));
        Assert.Equal("Decoy-4711", win.Machine.Accounts.Single(account => account.Name == "Administrator").Password);
    }

    [Theory]
    [InlineData("svc-backup", "svc-backup")]
    [InlineData("SVC-Backup", "svc-backup")]
    [InlineData("O'Brien $(exit)", "O'Brien $(exit)")]
    [InlineData("\u7ba1\u7406\u5458", "\u7ba1\u7406\u5458")]
    public async Task ResetEC2WindowsPassword_UserName_SetsThatAccountOnly(string given, string name)
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        var account = win.Machine.AddAccount(name, "Before-4711");
        var found = module.Run(Reset + "win-1 -AsPlainText -UserName $args[0]", given).Single();
        Assert.Equal(name, Outcome.Text(found, "UserName"));
        Assert.Equal(account.Password, Outcome.Text(found, "Password"));
        Assert.Equal(0, win.Machine.Administrator.TimesChanged);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_Policy_IsSatisfied()
    {
        await using var module = await AwsModule.StartAsync();
        var strict = Add(module, "strict");
        strict.Machine.Policy.MinimumLength = 64;
        var absurd = Add(module, "absurd");
        absurd.Machine.Policy.MinimumLength = 200;
        var moody = Add(module, "moody");
        moody.Machine.Policy.RefuseNext = 2;
        var outcome = module.Run(Reset + "strict, absurd, moody -AsPlainText");
        Assert.Equal(2, outcome.Output.Count);
        Assert.Equal(64, strict.CurrentPassword.Length);
        Assert.Equal(1, moody.Machine.Administrator.TimesChanged);
        var error = outcome.SingleError("PasswordRefused", ErrorCategory.InvalidResult, "absurd");
        Assert.Contains("0x800708C5", error.Exception.Message);
        Assert.Contains("old one still holds", error.Exception.Message);
        Assert.Equal(0, absurd.Machine.Administrator.TimesChanged);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_ManyInstances_SideBySideInBatches()
    {
        await using var module = await AwsModule.StartAsync();
        var fleet = Enumerable.Range(0, 120).Select(number => Add(module, "win-" + number)).ToList();
        module.Set("ids", fleet.Select(win => win.Id).ToArray());
        var found = module.Run(Reset + "-InstanceId $ids -AsPlainText").MustSucceed();
        Assert.Equal(
            fleet.Select(win => (win.Id, win.CurrentPassword)).Order(),
            found.Select(one => (Outcome.Text(one, "InstanceId")!, Outcome.Text(one, "Password")!)).Order());
        Assert.All(fleet, win => Assert.Equal(1, win.Machine.Administrator.TimesChanged));
        Assert.InRange(module.Aws.Requests.Count("SendCommand"), 3, 5);
        Assert.Equal(0, module.Aws.Requests.Count("GetCommandInvocation"));
        Assert.All(fleet, win => Assert.NotNull(win.Tags["ec2keypair:password-reset"]));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_NamedTwice_IsResetOnce()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        var outcome = module.Run($"{Reset} win-1, {win.Id}, {win.PrivateIpAddress} -AsPlainText -Verbose");
        Assert.Equal(win.CurrentPassword, Outcome.Text(outcome.Single(), "Password"));
        Assert.Contains(outcome.Verbose, text => text.Contains("named before"));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_Tag_TakesTheGroup()
    {
        await using var module = await AwsModule.StartAsync();
        var test = Add(module, "a");
        var prod = Add(module, "b");
        var other = Add(module, "c");
        test.Tags.Set("stage", "test");
        prod.Tags.Set("stage", "prod");
        other.Tags.Set("stage", "dev");
        var linux = module.Aws.Fleet.AddLinux("d");
        linux.Tags.Set("stage", "test");
        var found = module.Run(Reset + "-Tag @{ stage = 'test', 'prod' }").MustSucceed();
        Assert.Equal(new[] { test.Id, prod.Id }.Order(), found.Select(one => Outcome.Text(one, "InstanceId")).Order());
        Assert.Equal(0, other.Machine.Administrator.TimesChanged);
        module.Run(Reset + "-Tag @{ stage = 'none' }").SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_OneBadInstanceOfEachKind_EachHasItsErrorAndTheOthersGoOn()
    {
        await using var module = await AwsModule.StartAsync();
        var good = Add(module, "good");
        Add(module, "controller").Machine.ProductType = ProductType.DomainController;
        Add(module, "stopped").SetState(InstanceState.Stopped);
        Add(module, "silent").SsmAgent!.PingStatus = "ConnectionLost";
        Add(module, "bare").SsmAgent = null;
        Add(module, "blocked").SsmAgent!.Faults.HasNoScriptHost = true;
        module.Aws.Fleet.AddLinux("linux").SsmAgent = new SsmAgent();
        Add(module, "mangled").SsmAgent!.Faults.MangleOutput = output => output.Replace(" data ", " date ", StringComparison.Ordinal);
        Add(module, "banner").SsmAgent!.Faults.MangleOutput = output => "*** AUTHORIZED USE ONLY ***\r\n\r\n" + output + "\r\nbye";
        var old = Add(module, "replayed");
        old.SsmAgent!.Faults.MangleOutput = _ => Replayed;

        var outcome = module.Run(Reset + "good, controller, stopped, silent, bare, blocked, linux, mangled, banner, replayed, i-00000000000000000, nobody");
        Assert.Equal(2, outcome.Output.Count);
        Assert.Contains(outcome.Output, one => Outcome.Text(one, "InstanceId") == good.Id);
        var expected = new (string Target, string Id, ErrorCategory Category)[]
        {
            ("controller", "DomainControllerUnsupported", ErrorCategory.NotImplemented),
            ("stopped", "InstanceNotRunning", ErrorCategory.ResourceUnavailable),
            ("silent", "AgentConnectionLost", ErrorCategory.ConnectionError),
            ("bare", "AgentNotRegistered", ErrorCategory.ConnectionError),
            ("blocked", "RunCommandFailed", ErrorCategory.InvalidResult),
            ("linux", "InstanceNotWindows", ErrorCategory.InvalidType),
            ("mangled", "RunCommandFailed", ErrorCategory.InvalidResult),
            ("replayed", "RunCommandFailed", ErrorCategory.InvalidResult),
            ("i-00000000000000000", "InstanceNotFound", ErrorCategory.ObjectNotFound),
            ("nobody", "InstanceNotFound", ErrorCategory.ObjectNotFound),
        };
        Assert.Equal(
            expected.Select(one => $"{one.Target} {one.Id} {one.Category}").Order(),
            outcome.Errors.Select(error => $"{error.TargetObject} {Outcome.IdOf(error)} {error.CategoryInfo.Category}").Order());
        Assert.All(outcome.Errors, error => Assert.Contains(error.TargetObject.ToString()!, error.Exception.Message));
        Assert.Contains("a domain controller", ErrorOf("controller"));
        Assert.Contains("may have been set that nobody knows", ErrorOf("mangled"));
        Assert.Contains("does not belong to this request", ErrorOf("replayed"));

        string ErrorOf(string target) => outcome.Errors.Single(error => target.Equals(error.TargetObject)).Exception.Message;
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_NoSuchAccount_ChangesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        var error = module.Run(Reset + "win-1 -UserName nobody").SingleError("AccountNotFound", ErrorCategory.ObjectNotFound, "win-1");
        Assert.Contains("no local account 'nobody'", error.Exception.Message);
        Assert.All(win.Machine.Accounts, account => Assert.Equal(0, account.TimesChanged));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_DisabledAccount_IsSaid()
    {
        await using var module = await AwsModule.StartAsync();
        Add(module, "win-1").Machine.Administrator.IsDisabled = true;
        var outcome = module.Run(Reset + "win-1");
        outcome.Single();
        Assert.Contains(outcome.Warnings, text => text.Contains("is disabled"));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_AgentIsLostAfterwards_SaysThatThePasswordMayBeSet()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        win.SsmAgent!.Faults.LosesConnection = ConnectionLoss.AfterTheScript;
        var error = module.Run(Reset + "win-1 -TimeoutSec 30").SingleError("RunCommandFailed", ErrorCategory.InvalidResult, "win-1");
        Assert.Contains("may have set a password that nobody knows", error.Exception.Message);
        Assert.Contains("again", error.ErrorDetails.RecommendedAction);
        Assert.Equal(1, win.Machine.Administrator.TimesChanged);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_Afterwards_TheInstanceSaysThatItsFirstPasswordIsOld()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        module.Run(Reset + "win-1").Single();
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", win.Tags["ec2keypair:password-reset"]!);
        Assert.Matches("(?m)^Ec2KeyPair: the password of 'Administrator' was reset at [0-9T:-]+Z\r?$", win.ConsoleOutput(latest: true)!);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_Afterwards_GetEC2WindowsPasswordSaysSoToo()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        var win = module.Aws.Fleet.AddWindows("win-1", module.Aws.Fleet.FindKeyPair("win"));
        win.SsmAgent = new SsmAgent();
        Assert.Equal(false, Outcome.Value(module.Run("Get-EC2WindowsPassword win-1 @aws -StorePath $store").Single(), "IsStale"));
        module.Run(Reset + "win-1").Single();
        Assert.Equal(true, Outcome.Value(module.Run("Get-EC2WindowsPassword win-1 @aws -StorePath $store").Single(), "IsStale"));
        // By the tag alone, and by the console alone.
        win.Tags.Set("ec2keypair:password-reset", null);
        Assert.Equal(true, Outcome.Value(module.Run("Get-EC2WindowsPassword win-1 @aws -StorePath $store").Single(), "IsStale"));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_TakesLongerThanASecond_ShowsProgressAndItsEnd()
    {
        await using var module = await AwsModule.StartAsync();
        Add(module, "quick");
        Add(module, "slow").SsmAgent!.Faults.CommandDelay = TimeSpan.FromSeconds(4);
        using var shell = module.Shell(Reset + "quick, slow");
        shell.Invoke();
        Assert.Contains(shell.Streams.Progress, record => record.StatusDescription == "1 waiting, 1 done");
        Assert.Equal(ProgressRecordType.Completed, shell.Streams.Progress.Last().RecordType);
        // On a slow machine the bar that every command has comes first; this one takes its place.
        Assert.All(
            shell.Streams.Progress.SkipWhile(record => record.Activity == "Reset-EC2WindowsPassword"),
            record => Assert.Equal("Setting new Windows passwords", record.Activity));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_ErrorActionStop_EndsWithThatErrorAndCancelsTheRest()
    {
        await using var module = await AwsModule.StartAsync();
        Add(module, "controller").Machine.ProductType = ProductType.DomainController;
        var slow = Add(module, "slow");
        slow.SsmAgent!.Faults.CommandDelay = TimeSpan.FromMinutes(5);
        var outcome = module.Run(Reset + "controller, slow -ErrorAction Stop");
        outcome.MustTerminate("DomainControllerUnsupported", ErrorCategory.NotImplemented, "controller");
        Assert.Equal(1, module.Aws.Requests.Count("CancelCommand"));
        Assert.Equal(0, slow.Machine.Administrator.TimesChanged);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_NeitherTagNorConsole_IsNoFailure()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        win.Machine.IsSerialPortBusy = true;
        module.Aws.Faults.Deny("CreateTags");
        var outcome = module.Run(Reset + "win-1 -AsPlainText -Verbose");
        Assert.Equal(win.CurrentPassword, Outcome.Text(outcome.Single(), "Password"));
        Assert.Contains(outcome.Verbose, text => text.Contains("ec2:CreateTags"));
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_WhatIf_ChangesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        Assert.Empty(module.Run("Reset-EC2WindowsPassword win-1 @aws -WhatIf").MustSucceed());
        Assert.Equal(0, win.Machine.Administrator.TimesChanged);
        Assert.Equal(0, module.Aws.Requests.Count("SendCommand"));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_NobodyToConfirm_IsAnErrorAndNoPrompt()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "win-1");
        var error = module.Run("Reset-EC2WindowsPassword win-1 @aws").MustTerminate("HostNotInteractive", ErrorCategory.ResourceUnavailable);
        Assert.Contains("-Confirm:$false", error.ErrorDetails.RecommendedAction);
        Assert.Equal(0, win.Machine.Administrator.TimesChanged);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_Throttled_IsAskedAgain_CutIsNot()
    {
        await using var module = await AwsModule.StartAsync();
        Add(module, "win-1");
        module.Aws.Faults.Throttle("SendCommand", 2);
        module.Aws.Faults.Throttle("ListCommandInvocations", 2);
        module.Run(Reset + "win-1").Single();
        Assert.Equal(3, module.Aws.Requests.Count("SendCommand"));

        // The command of an answer that broke off has arrived; a second one after it would make the first password's knower wrong.
        module.Aws.Faults.Cut("SendCommand");
        var error = module.Run(Reset + "win-1").SingleError("AwsUnavailable", ErrorCategory.ConnectionError, "win-1");
        Assert.Contains("nobody knows", error.Exception.Message);
        Assert.Equal(4, module.Aws.Requests.Count("SendCommand"));
        Assert.Equal(2, module.Aws.Fleet.Commands.All.Count);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_Denied_SaysWhichPermission()
    {
        await using var module = await AwsModule.StartAsync();
        Add(module, "win-1");
        module.Aws.Faults.Deny("SendCommand");
        var error = module.Run(Reset + "win-1").SingleError("AwsAccessDenied", ErrorCategory.PermissionDenied, "win-1");
        Assert.Contains("ssm:SendCommand", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("-KeyPath x.pem", "KeyPath")]
    [InlineData("-RemoveParameter", "RemoveParameter")]
    [InlineData("-Method EC2Rescue -UserName x", "UserName")]
    [InlineData("-Method Automation -UserName x", "UserName")]
    [InlineData("-KeyName web", "KeyName")]
    [InlineData("-AutomationParameter @{ SubnetId = 'SelectedInstanceSubnet' }", "AutomationParameter")]
    [InlineData("-Method Automation -AutomationParameter @{ InstanceId = 'i-1' }", "name the instance")]
    [InlineData("-KmsKeyId alias/k", "KmsKeyId")]
    [InlineData("-ToParameter /one-for-all", "{InstanceId}")]
    [InlineData("-UserName 'DOMAIN\\admin'", "local account")]
    [InlineData("-UserName ''", "local account")]
    [InlineData("-Method EC2Rescue -KmsKeyId \"x'; rm\"", "KMS")]
    public async Task ResetEC2WindowsPassword_ParametersThatDoNotFit_AreRefusedBeforeAnythingIsDone(string parameters, string word)
    {
        await using var module = await AwsModule.StartAsync();
        Add(module, "win-1");
        var error = module.Run(Reset + "win-1 " + parameters).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Contains(word, error.Exception.Message);
        Assert.Empty(module.Aws.Requests.All);
    }

    // A whole answer, of another request.
    private static readonly string Replayed = string.Join(
        "\r\n",
        "EC2KEYPAIR-RESET-1 status Done",
        "EC2KEYPAIR-RESET-1 name QWRtaW5pc3RyYXRvcg==",
        "EC2KEYPAIR-RESET-1 sid S-1-5-21-1-2-3-500",
        "EC2KEYPAIR-RESET-1 enabled True",
        "EC2KEYPAIR-RESET-1 data " + Convert.ToBase64String(new byte[36]),
        "EC2KEYPAIR-RESET-1 end");

    internal static WindowsInstance Add(AwsModule module, string name)
    {
        var win = module.Aws.Fleet.AddWindows(name);
        win.SsmAgent = new SsmAgent();
        return win;
    }
}
