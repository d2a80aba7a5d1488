namespace Ec2KeyPair.Tour;

/// <summary>The key of the Linux instance replaced: the new one logs in before the old one goes.</summary>
internal sealed class RotationSteps(Lab lab, Screen screen, Check check, Fleet fleet)
{
    internal async Task RunAsync(CancellationToken cancel)
    {
        if (!LinuxSteps.CanRun) return;
        var server = fleet.Linux.SshServer;
        screen.Heading("8. Replace the key on the instance, with proof");
        Check.HasNoErrors(await lab.Shell.TypeAsync("New-EC2KeyPairLocal web-2027 -KeyType ed25519 -LocalOnly", cancel));
        var outcome = await lab.Shell.TypeAsync("Update-EC2AuthorizedKey linux-1 -NewKey web-2027 -Confirm:$false", cancel);
        Check.HasNoErrors(outcome);
        check.That(
            outcome.Output is [var result, ..] && result.Properties["State"].Value.ToString() == "ProvenGone",
            "the new key logged in, and the old one opens nothing any more");
        var keys = (await lab.Shell.AskAsync("(Get-EC2KeyPairLocal web-2027).PublicKey")).Select(Blob);
        check.That((await File.ReadAllLinesAsync(server.AuthorizedKeysPath, cancel)).Select(Blob).SequenceEqual(keys), "the new key is the only one on the instance");
    }

    private static string Blob(string line) => line.Split(' ')[1];
}
