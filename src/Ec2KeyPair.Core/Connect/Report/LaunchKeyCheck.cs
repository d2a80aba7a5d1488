using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>The private half of the instance's key, which was put on it from here or is its launch key: is it here?</summary>
public sealed class LaunchKeyCheck(LaunchKeyLookup launchKeys, InstalledKeys installed, IClock clock) : IInstanceCheck
{
    private const string NoKeyNeeded = "-InstanceConnect needs none";

    /// <inheritdoc/>
    public bool NeedsRunning => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AccessCheck>> LookAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var own = await ReportLook.TakeAsync(_ => Task.FromResult(instance.IsWindows ? null : installed.Find(instance.InstanceId)), clock, cancel).ConfigureAwait(false);
        if (own.Value is { } found) return [new(AccessCheckKind.Key, AccessVerdict.Passed, $"'{found.Path}' was put on it in place of its launch key{(found.IsEncrypted ? ", encrypted" : "")}")];
        if (instance.KeyName is not { } name)
        {
            return [Failed("it was launched without a key pair", instance.IsWindows ? "Set a password with Reset-EC2WindowsPassword." : $"Give a key with -KeyPath; {NoKeyNeeded}.")];
        }

        var look = await ReportLook.TakeAsync(stop => launchKeys.LookAsync(name, stop), clock, cancel).ConfigureAwait(false);
        return [look.IsKnown ? Judge(instance, name, look.Value!) : ReportLook.Unknown(AccessCheckKind.Key, $"its launch key '{Printable.Text(name)}' is", look)];
    }

    private AccessCheck Judge(Ec2Instance instance, string name, LaunchKeyEvidence evidence)
    {
        var shown = Printable.Text(name);
        if (instance.IsWindows && evidence.Described?.KeyType == "ed25519")
        {
            return Failed($"its launch key '{shown}' is ED25519, under which EC2 encrypts no password", "Set a password with Reset-EC2WindowsPassword.");
        }

        if (evidence.Candidates.FirstOrDefault() is not { } found)
        {
            return Failed(
                $"its launch key '{shown}' is not in {launchKeys.Where}",
                instance.IsWindows
                    ? "Import it with Import-EC2KeyPairLocal, or set a password with Reset-EC2WindowsPassword."
                    : $"Import it with Import-EC2KeyPairLocal, or give it with -KeyPath; {NoKeyNeeded}.");
        }

        var encrypted = found.IsEncrypted ? ", encrypted" : "";
        return evidence.PublicKey is { } key && KeyStoreSource.Same(found, key)
            ? new(AccessCheckKind.Key, AccessVerdict.Passed, $"'{found.Path}' is its launch key '{shown}'{encrypted}")
            : new(AccessCheckKind.Key, AccessVerdict.Unknown, $"'{found.Path}' has the name of its launch key '{shown}', and nothing but the name could be compared{encrypted}");
    }

    private static AccessCheck Failed(string evidence, string mend) => new(AccessCheckKind.Key, AccessVerdict.Failed, evidence, mend);
}
