namespace Ec2KeyPair.Tour;

/// <summary>The steps in their order; each one's outcome is judged by what the loopback AWS knows, not by what the module says.</summary>
internal static class TourScript
{
    internal static async Task RunAsync(Lab lab, Screen screen, CancellationToken cancel)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var check = new Check(screen);
        screen.Line($"Ec2KeyPair: the real module in a PowerShell engine, AWS played by {lab.Aws.Url}.");
        screen.Line($"Nothing leaves this machine. All files are in {lab.Folder} and are removed at the end.");
        screen.Line();
        await lab.Shell.ImportAsync(Repository.Manifest, cancel);

        await new KeyPairSteps(lab, screen, check).RunAsync(cancel);
        var fleet = Fleet.Launch(lab, screen);
        await new WindowsSteps(lab, screen, check, fleet).RunAsync(cancel);
        await new LinuxSteps(lab, screen, check, fleet).RunAsync(cancel);
        await new SessionSteps(lab, screen, check, fleet).RunAsync(cancel);
        await new RotationSteps(lab, screen, check, fleet).RunAsync(cancel);

        screen.Line();
        screen.Success($"The tour did what it says: {check.Count} checks in {clock.Elapsed.TotalSeconds:0.0} s. Next: README.md");
    }
}
