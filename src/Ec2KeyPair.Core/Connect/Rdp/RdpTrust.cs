using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>
/// Decides whether a certificate is the instance's: by the thumbprint that its console output tells, which comes over
/// AWS's API and not over the network that the server is on, or by the one that is remembered. No chain of authorities
/// is looked at: what Windows makes for itself has none.
/// </summary>
/// <param name="instances">Tells the console output.</param>
/// <param name="pins">What is remembered.</param>
/// <param name="ask">Shows a certificate that nothing tells to a person, who answers yes or no; null where nobody can.</param>
public sealed class RdpTrust(IInstanceApi instances, RdpPins pins, Func<string, RdpCertificate, Task<bool>>? ask)
{
    /// <summary>Accepts the certificate, for a reason that is worth telling under -Verbose.</summary>
    /// <exception cref="Ec2KeyPairException">
    /// RdpCertificateMismatch, RdpCertificateUnknown, KeyStoreBusy, FileReadFailed, FileWriteFailed, or an Aws condition.
    /// </exception>
    public async Task<string> DecideAsync(string instanceId, RdpCertificate shown, HostKeyPolicy policy, CancellationToken cancel)
    {
        var pin = pins.Find(instanceId);
        if (pin?.Sha256 == shown.Sha256) return $"its certificate is the one remembered in '{pins.Path}'";

        if (policy == HostKeyPolicy.Refuse) throw pin is null ? Unknown(instanceId, shown) : Mismatch(instanceId, shown, pin.Sha1, $"'{pins.Path}' has");

        // Windows renews its certificate some months after it was made; then the console output of the next start tells it.
        var told = await ToldAsync(instanceId, cancel).ConfigureAwait(false);
        if (told == shown.Sha1)
        {
            pins.Pin(instanceId, shown);
            return pin is null
                ? "its console output tells its certificate; it is remembered now"
                : "its console output tells its certificate, which is a newer one than was remembered; it is remembered now";
        }

        if (told is not null) throw Mismatch(instanceId, shown, told, "its console output tells");
        if (pin is not null) throw Mismatch(instanceId, shown, pin.Sha1, $"'{pins.Path}' has");
        return await FirstUseAsync(instanceId, shown, policy).ConfigureAwait(false);
    }

    // Who may not read the console output is told nothing by it; then what is remembered or the policy decides.
    private async Task<string?> ToldAsync(string instanceId, CancellationToken cancel)
    {
        try
        {
            return WindowsConsole.Parse(await instances.GetConsoleOutputAsync(instanceId, cancel).ConfigureAwait(false)).RdpCertificateThumbprint;
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AwsAccessDenied)
        {
            return null;
        }
    }

    private async Task<string> FirstUseAsync(string instanceId, RdpCertificate shown, HostKeyPolicy policy)
    {
        var isAccepted = policy == HostKeyPolicy.TrustOnFirstUse
            || (policy == HostKeyPolicy.Default && ask is not null && await ask(instanceId, shown).ConfigureAwait(false));
        if (!isAccepted) throw Unknown(instanceId, shown);
        pins.Pin(instanceId, shown);
        return policy == HostKeyPolicy.TrustOnFirstUse
            ? "nothing tells its certificate; the first one seen is taken and remembered, as -HostKeyPolicy says"
            : "nothing tells its certificate; it was shown, accepted and is remembered now";
    }

    private Ec2KeyPairException Mismatch(string instanceId, RdpCertificate shown, string expected, string who) => new(
        ErrorCondition.RdpCertificateMismatch,
        $"SOMETHING ELSE THAN {instanceId} MAY BE ANSWERING: it shows the RDP certificate {shown.Sha1}"
            + $" ('{Printable.Text(shown.Subject)}'), and {who} {(expected.Length > 0 ? expected : "another one")}. Nothing was sent to it.",
        instanceId,
        "If Windows has made itself a new certificate: restart the instance, whose console output then tells it, or read the "
            + "thumbprint on the instance (Get-ChildItem 'Cert:\\LocalMachine\\Remote Desktop') by way of Session Manager, and put "
            + $"\"{new RdpPin(instanceId, shown.Sha256, shown.Sha1)}\" into '{pins.Path}' if it is {shown.Sha1}.");

    private static Ec2KeyPairException Unknown(string instanceId, RdpCertificate shown) => new(
        ErrorCondition.RdpCertificateUnknown,
        $"Nothing tells the RDP certificate of {instanceId}: none is remembered and its console output shows none."
            + $" What answers shows {shown.Sha1} ('{Printable.Text(shown.Subject)}').",
        instanceId,
        "Compare it with the thumbprint on the instance (Get-ChildItem 'Cert:\\LocalMachine\\Remote Desktop') by way of Session "
            + "Manager, and take it with -HostKeyPolicy TrustOnFirstUse.");
}
