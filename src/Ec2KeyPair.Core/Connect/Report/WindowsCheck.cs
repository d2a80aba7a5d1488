using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>Windows: the RDP server's identity and the first password, neither of which is opened. Its console output is read once for both.</summary>
public sealed class WindowsCheck(IInstanceApi instances, ILiveConsoleApi live, IPasswordDataApi passwords, RdpPins pins, IClock clock) : IInstanceCheck
{
    private const string ResetMend = "Set a password with Reset-EC2WindowsPassword.";

    /// <inheritdoc/>
    public bool NeedsRunning => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AccessCheck>> LookAsync(Ec2Instance instance, CancellationToken cancel)
    {
        if (!instance.IsWindows) return [];
        var console = await ReportLook.TakeAsync(stop => ReadAsync(instance.InstanceId, stop), clock, cancel).ConfigureAwait(false);
        var pin = await ReportLook.TakeAsync(_ => Task.FromResult(pins.Find(instance.InstanceId)), clock, cancel).ConfigureAwait(false);
        return [Identity(console, pin), await PasswordAsync(instance, console, cancel).ConfigureAwait(false)];
    }

    private async Task<WindowsConsole> ReadAsync(string instanceId, CancellationToken cancel) => WindowsConsole.Parse(
        await live.FindLatestAsync(instanceId, cancel).ConfigureAwait(false)
        ?? await instances.GetConsoleOutputAsync(instanceId, cancel).ConfigureAwait(false));

    private AccessCheck Identity(Look<WindowsConsole> console, Look<RdpPin?> pin)
    {
        if (pin.Value is not null) return new(AccessCheckKind.HostKey, AccessVerdict.Passed, $"its RDP certificate is remembered in '{pins.Path}'");
        if (!console.IsKnown) return ReportLook.Unknown(AccessCheckKind.HostKey, "its RDP certificate is", console);
        return console.Value!.RdpCertificateThumbprint is { } thumbprint
            ? new(AccessCheckKind.HostKey, AccessVerdict.Passed, $"its console output tells its RDP certificate {thumbprint}")
            : new(
                AccessCheckKind.HostKey,
                AccessVerdict.Unknown,
                "no RDP certificate is remembered, and its console output shows none",
                "Compare it on the first connection with the thumbprint on the instance (Get-ChildItem 'Cert:\\LocalMachine\\Remote Desktop'), by way of Session Manager.");
    }

    private async Task<AccessCheck> PasswordAsync(Ec2Instance instance, Look<WindowsConsole> console, CancellationToken cancel)
    {
        if (instance.KeyName is null) return Failed("it was launched without a key pair, so EC2 has no password for it", ResetMend);
        if (console.Value?.Password is not null) return Passed("its console output has its password, encrypted under its launch key");
        var data = await ReportLook.TakeAsync(stop => passwords.GetPasswordDataAsync(instance.InstanceId, stop), clock, cancel).ConfigureAwait(false);
        if (!data.IsKnown) return ReportLook.Unknown(AccessCheckKind.Password, "whether EC2 has its password is", data);
        return data.Value!.Length > 0
            ? Passed("EC2 has its password, encrypted under its launch key")
            : Failed("EC2 has no password for it yet", "Wait with Get-EC2WindowsPassword -Wait. " + PasswordErrors.NeverMend + " " + ResetMend);
    }

    private static AccessCheck Passed(string evidence) => new(AccessCheckKind.Password, AccessVerdict.Passed, evidence);

    private static AccessCheck Failed(string evidence, string mend) => new(AccessCheckKind.Password, AccessVerdict.Failed, evidence, mend);
}
