using System.Globalization;
using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Windows;

/// <summary>A Windows instance as AWS shows it, by the clock.</summary>
internal sealed record FakeMachine(Ec2Instance Instance)
{
    internal string Id => Instance.InstanceId;

    /// <summary>When Windows has printed its password; null for never.</summary>
    internal DateTime? ReadyUtc { get; init; } = DateTime.MinValue;

    /// <summary>When its agent reports; null for never.</summary>
    internal DateTime? AgentUtc { get; init; }

    /// <summary>When EC2 reaches it.</summary>
    internal DateTime ReachableUtc { get; init; } = DateTime.MinValue;

    /// <summary>When it is stopped by somebody; null for never.</summary>
    internal DateTime? StoppedUtc { get; init; }

    /// <summary>False where the ring of 64 KB has lost the start, or there is no live console.</summary>
    internal bool PrintsPassword { get; init; } = true;

    /// <summary>What a request for it throws.</summary>
    internal Func<string, ErrorCondition?> Fault { get; init; } = _ => null;

    /// <summary>What its console output holds at the end.</summary>
    internal string Afterword { get; init; } = "";

    internal bool IsReady(DateTime now) => now >= ReadyUtc;

    internal string State(DateTime now) => now >= StoppedUtc ? "stopped" : Instance.State;

    internal string Console(DateTime now, byte[] ciphertext)
    {
        var text = new StringBuilder();
        void Line(string message) => text.Append("2026/01/02 03:00:00Z: ").Append(message).Append("\r\n");
        Line("OS: Microsoft Windows NT 10.0.20348");
        Line("RDPCERTIFICATE-SUBJECTNAME: EC2AMAZ-" + Id[^7..].ToUpperInvariant());
        Line("RDPCERTIFICATE-THUMBPRINT: " + "0123456789abcdef0123456789abcdef01234567");
        if (!IsReady(now)) return text.ToString();
        Line("Username: Administrateur");
        if (PrintsPassword) Line(string.Create(CultureInfo.InvariantCulture, $"Password: <Password>\r\n{Convert.ToBase64String(ciphertext)}\r\n</Password>"));
        Line("Message: Windows is Ready to use");
        return text.Append(Afterword).ToString();
    }
}
