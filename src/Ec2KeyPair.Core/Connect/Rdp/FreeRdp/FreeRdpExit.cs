using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect.Rdp.FreeRdp;

/// <summary>What FreeRDP's exit code says (client/X11/xfreerdp.h, XF_EXIT_CODE; client/SDL has the same numbers).</summary>
internal static class FreeRdpExit
{
    /// <summary>The error that a code stands for; null when the session came about and ended, whoever ended it.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="output">What it printed.</param>
    /// <param name="launch">What it was started with.</param>
    internal static Ec2KeyPairException? Error(int code, FreeRdpOutput output, RdpLaunch launch)
    {
        if (output.RefusedCertificate) return Mismatch(launch);
        if (output.PrintedUsage || code == 128) return Misunderstood(launch);
        if (output.FoundNoDisplay) return NoDisplay(launch);
        if (IsEnd(code)) return null;
        if (Logon(code) is { } logon) return LogonFailed(logon, code, launch);
        return new(
            ErrorCondition.RdpConnectionFailed,
            $"FreeRDP's connection to {launch.InstanceId} ({launch.Address}) failed: {Connection(code)} (exit code {code}).",
            launch.InstanceId,
            "Look at what it printed with -Verbose.");
    }

    // 0 to 5, 11 and 12 are ends of a session: closed, disconnected, logged off, idle too long, replaced by another.
    private static bool IsEnd(int code) => code is (>= 0 and <= 5) or 11 or 12;

    private static string? Logon(int code) => code switch
    {
        9 or 144 => "the account may not log on remotely",
        10 => "the server wants the credentials again",
        132 => "the server refused the credentials",
        134 or 154 => "account or password is wrong",
        135 => "the account is locked out",
        148 or 152 => "the password has expired",
        149 => "the password must be changed first",
        151 => "the account is disabled",
        153 => "the account is revoked",
        155 => "access is denied",
        156 => "a restriction of the account forbids it",
        157 => "the account has expired",
        158 => "the account has no right to this kind of logon",
        159 => "there are no credentials",
        _ => null,
    };

    private static string Connection(int code) => code switch
    {
        6 or 129 => "there is not enough memory",
        7 or 8 => "the server denied it",
        >= 16 and <= 26 => "the server has no licence for it",
        32 or 130 => "the protocol was violated",
        131 or 141 => "the server was not reached",
        133 or 146 => "no security was agreed upon",
        139 or 140 => "the name was not found",
        143 => "TLS failed, or something ended it",
        145 => "it was cancelled",
        147 => "the connection broke",
        150 => "the domain's key distribution centre was not reached",
        160 => "Windows is still starting",
        _ => "it does not say why",
    };

    private static Ec2KeyPairException Misunderstood(RdpLaunch launch) => new(
        ErrorCondition.ParameterInvalid,
        "FreeRDP does not understand its arguments.",
        launch.InstanceId,
        "Check -ClientArgument: options differ between versions 2 and 3. -Verbose shows what it printed.");

    private static Ec2KeyPairException NoDisplay(RdpLaunch launch) => new(
        ErrorCondition.DisplayNotFound,
        "FreeRDP could not open the graphical display that DISPLAY or WAYLAND_DISPLAY names.",
        launch.InstanceId,
        "Check that it is there and that you may use it (xauth).");

    private static Ec2KeyPairException Mismatch(RdpLaunch launch) => new(
        ErrorCondition.RdpCertificateMismatch,
        $"FreeRDP was shown another certificate at {launch.Address} than {launch.Server.Certificate.Sha1}, which is that of"
            + $" {launch.InstanceId}, and refused it. Nothing was sent.",
        launch.InstanceId,
        "Somebody may be in between. Try again; if it stays, find out who answers there.");

    private static Ec2KeyPairException LogonFailed(string why, int code, RdpLaunch launch) => new(
        ErrorCondition.RdpLogonFailed,
        $"{launch.InstanceId} did not let '{launch.Login.Account}' in: {why} (exit code {code} of FreeRDP).",
        launch.InstanceId,
        "EC2 knows only the first password. If it has been changed since, give the right one with -LoginCredential, or set a new one with Reset-EC2WindowsPassword.");
}
