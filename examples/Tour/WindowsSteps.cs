namespace Ec2KeyPair.Tour;

/// <summary>Windows passwords of several instances: some ready, one later, one never.</summary>
internal sealed class WindowsSteps(Lab lab, Screen screen, Check check, Fleet fleet)
{
    internal async Task RunAsync(CancellationToken cancel)
    {
        screen.Heading("4. Get the Windows passwords; the launch key is found in the key store");
        var outcome = await lab.Shell.TypeAsync("'win-1', 'win-2', 'win-3', 'win-old' | Get-EC2WindowsPassword -Wait", cancel);
        check.That(
            outcome.ErrorIds.SequenceEqual(["LaunchKeyUnsupported"]) && "win-old".Equals(outcome.Errors[0].TargetObject),
            "win-old alone failed, with the error id LaunchKeyUnsupported");
        var came = outcome.Output.Select(record => (string)record.Properties["InstanceId"].Value).ToList();
        check.That(
            came.Count == fleet.Windows.Count && came.ToHashSet().SetEquals(fleet.Windows.Select(instance => instance.Id)) && came[^1] == fleet.Windows[^1].Id,
            "the other three came, win-3 last, when its password was there");

        screen.Heading("5. The records hold a PSCredential; the readable password takes a switch");
        var plain = await lab.Shell.TypeAsync("Get-EC2WindowsPassword win-1, win-2, win-3 -AsPlainText", cancel);
        Check.HasNoErrors(plain);
        var passwords = fleet.Windows.ToDictionary(instance => instance.Id, instance => instance.Password);
        check.That(
            plain.Output.Count == passwords.Count
                && plain.Output.All(record => passwords[(string)record.Properties["InstanceId"].Value] == (string)record.Properties["Password"].Value),
            "these are the passwords that the instances have");
    }
}
