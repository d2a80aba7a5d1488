namespace Ec2KeyPair.Tour;

/// <summary>Make key pairs here, look at one, publish their public halves.</summary>
internal sealed class KeyPairSteps(Lab lab, Screen screen, Check check)
{
    private static readonly string[] Names = ["web", "deploy"];
    private static readonly string[] Regions = ["us-east-1", "eu-west-1"];

    internal async Task RunAsync(CancellationToken cancel)
    {
        screen.Heading("1. Make key pairs on this machine");
        await TypeAsync("New-EC2KeyPairLocal web -LocalOnly", cancel);
        await TypeAsync("New-EC2KeyPairLocal deploy -KeyType ed25519 -LocalOnly", cancel);
        var paths = await lab.Shell.AskAsync("(Get-EC2KeyPairLocal).Path");
        check.That(paths.Count == Names.Length && paths.All(IsPrivate), "both private keys are files that only you can read");
        check.That(lab.Aws.Requests.Total == 0, "AWS was not asked anything");

        screen.Heading("2. Look at one: the texts by which EC2 and OpenSSH name it");
        await TypeAsync("(Get-EC2KeyPairLocal web).Fingerprints", cancel);

        screen.Heading("3. Publish the public halves to two Regions");
        await TypeAsync($"New-EC2KeyPairLocal web, deploy -Region {string.Join(", ", Regions)}", cancel);
        await TypeAsync("(Get-EC2KeyPairLocal web).PublishedTo", cancel);
        var told = await lab.Shell.AskAsync("Get-EC2KeyPairLocal | ForEach-Object { $_.Name + ' ' + $_.Fingerprints.Ec2Imported }");
        var known = Regions.SelectMany(_ => Names, (region, name) => $"{name} {lab.Aws.Cloud.Region(region).FindKeyPair(name)?.Fingerprint}");
        check.That(known.All(told.Contains), "EC2 has both keys in both Regions, with the fingerprints told here");
    }

    private static bool IsPrivate(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == 0);

    private async Task TypeAsync(string command, CancellationToken cancel) => Check.HasNoErrors(await lab.Shell.TypeAsync(command, cancel));
}
