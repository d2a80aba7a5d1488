using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.WindowsSide;

namespace Ec2KeyPair.Module.Tests.Reset;

/// <summary>examples/runbooks/Rotate-WindowsPassword.ps1, run as a scheduled task would run it.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class RotationRunbookTests
{
    private static readonly string Runbook = Path.Combine(Repository.Root, "examples", "runbooks", "Rotate-WindowsPassword.ps1");

    [Fact]
    public async Task RotateWindowsPassword_Group_HasNewPasswordsThatAreStored()
    {
        await using var module = await AwsModule.StartAsync();
        var fleet = new[] { Add(module, "a", "nightly"), Add(module, "b", "nightly"), Add(module, "c", "weekly") };
        var other = Add(module, "d", "never");
        Assert.Equal(0, Run(module, "-TagKey rotate -TagValue nightly,weekly -ToParameter '/fleet/{InstanceId}/admin' -KmsKeyId alias/fleet"));
        Assert.All(fleet, win => Assert.Equal(win.CurrentPassword, win.Region.Parameters.Find($"/fleet/{win.Id}/admin")!.Value));
        Assert.All(fleet, win => Assert.Equal("alias/fleet", win.Region.Parameters.Find($"/fleet/{win.Id}/admin")!.KeyId));
        Assert.Equal(0, other.Machine.Administrator.TimesChanged);
        var first = fleet.Select(win => win.CurrentPassword).ToList();

        // The next night.
        Assert.Equal(0, Run(module, "-TagKey rotate -TagValue 'nightly,weekly' -ToParameter '/fleet/{InstanceId}/admin'"));
        Assert.All(fleet, win => Assert.Equal(win.CurrentPassword, win.Region.Parameters.Find($"/fleet/{win.Id}/admin")!.Value));
        Assert.Empty(first.Intersect(fleet.Select(win => win.CurrentPassword)));
        var log = Log(module);
        Assert.All(fleet, win => Assert.Equal(2, log.Split(win.Id + "  the password of Administrator was rotated").Length - 1));
        Assert.Equal(2, log.Split("end: 3 rotated, 0 failed").Length - 1);
        Assert.DoesNotContain(first.Concat(fleet.Select(win => win.CurrentPassword)), password => log.Contains(password, StringComparison.Ordinal));
        Assert.All(log.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^[0-9-]{10}T[0-9:]{8}Z  ", line));
    }

    [Fact]
    public async Task RotateWindowsPassword_OneFails_TheOthersAreRotatedAndTheExitCodeSaysSo()
    {
        await using var module = await AwsModule.StartAsync();
        var good = Add(module, "a", "nightly");
        var controller = Add(module, "b", "nightly");
        controller.Machine.ProductType = ProductType.DomainController;
        Assert.Equal(1, Run(module, "-TagKey rotate -TagValue nightly"));
        Assert.Equal(good.CurrentPassword, good.Region.Parameters.Find($"/windows/{good.Id}/administrator")!.Value);
        Assert.Contains(controller.Id + "  DomainControllerUnsupported  ", Log(module));
        Assert.Contains("end: 1 rotated, 1 failed", Log(module));
    }

    [Fact]
    public async Task RotateWindowsPassword_NotStored_IsResetOnceMore()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "a", "nightly");
        module.Aws.Faults.Fail("PutParameter", times: 5);
        Assert.Equal(0, Run(module, "-TagKey rotate -TagValue nightly"));
        Assert.Equal(2, win.Machine.Administrator.TimesChanged);
        Assert.Equal(win.CurrentPassword, win.Region.Parameters.Find($"/windows/{win.Id}/administrator")!.Value);
        Assert.Contains("again: " + win.Id, Log(module));
        Assert.Contains("end: 1 rotated, 0 failed", Log(module));
    }

    [Fact]
    public async Task RotateWindowsPassword_NobodyHasTheTag_IsAFailure()
    {
        await using var module = await AwsModule.StartAsync();
        Assert.Equal(1, Run(module, "-TagKey rotate -TagValue nightly"));
        Assert.Contains("InstanceNotFound", Log(module));
    }

    [Fact]
    public async Task RotateWindowsPassword_NothingCanBeDone_ExitCodeTwo()
    {
        await using var module = await AwsModule.StartAsync();
        Add(module, "a", "nightly");
        Assert.Equal(2, Run(module, "-TagKey rotate -TagValue nightly -ToParameter '/one/for/all'"));
        Assert.Contains("broken off: ParameterInvalid", Log(module));
        Assert.Equal(2, Run(module, "-TagKey rotate -TagValue nightly", profile: "missing"));
        Assert.Contains("broken off: AwsProfileNotFound", Log(module));
    }

    [Fact]
    public async Task RotateWindowsPassword_AnotherRunIsUnderWay_LeavesItAlone()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Add(module, "a", "nightly");
        using (File.Open(Path.Combine(module.Folder, "rotate.log.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(2, Run(module, "-TagKey rotate -TagValue nightly"));
        }

        Assert.Equal(0, win.Machine.Administrator.TimesChanged);
    }

    private static string Log(AwsModule module) => File.ReadAllText(Path.Combine(module.Folder, "rotate.log"));

    private static int Run(AwsModule module, string parameters, string profile = "rotation")
    {
        using var files = TestEnvironment.SharedFiles(
            $"[rotation]\naws_access_key_id = {module.Aws.AccessKey}\naws_secret_access_key = {module.Aws.SecretKey}\n");
        var outcome = module.Run(
            $"& $args[0] {parameters} -LogPath $args[1] -Region us-east-1 -ProfileName {profile} -EndpointUrl $endpoint; $LASTEXITCODE",
            Runbook,
            Path.Combine(module.Folder, "rotate.log"));
        return (int)outcome.Single().BaseObject;
    }

    private static WindowsInstance Add(AwsModule module, string name, string rotate)
    {
        var win = ResetPasswordTests.Add(module, name);
        win.Tags.Set("rotate", rotate);
        return win;
    }
}
