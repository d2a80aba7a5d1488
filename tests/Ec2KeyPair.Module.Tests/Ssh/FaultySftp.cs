using System.Buffers.Binary;
using System.Diagnostics;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Ssh;

/// <summary>
/// The system's sftp-server, and something that goes wrong between it and the client. Run by sshd in a process of its own,
/// on standard input and output.
/// </summary>
internal static class FaultySftp
{
    /// <summary>It speaks a version that nobody has heard of.</summary>
    internal const string Newer = "newer";

    /// <summary>It ends when something is written.</summary>
    internal const string Ends = "ends";

    /// <summary>It answers nothing more once something is written.</summary>
    internal const string Stalls = "stalls";

    /// <summary>Its names are cut off in the middle.</summary>
    internal const string Garbled = "garbled";

    /// <summary>It renames to free names only; behind it, which renames fail: <c>plain-23</c>.</summary>
    internal const string Plain = "plain-";

    private const byte Version = 2, Write = 6, Rename = 18, Status = 101, Names = 104;

    /// <summary>Lets the instance's server have the fault from now on.</summary>
    internal static void Break(SshServer ssh, string fault)
    {
        var real = new[] { "/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/libexec/sftp-server", "/usr/lib/ssh/sftp-server" }.FirstOrDefault(File.Exists);
        Skip.If(real is null, "there is no sftp-server");
        var enter = Path.Combine(Path.GetDirectoryName(ssh.Home)!, "enter");
        File.WriteAllText(
            enter,
            $"#!/bin/sh\nHOME='{ssh.Home}'; export HOME; cd \"$HOME\"\nexec '{Environment.ProcessPath}' exec '{typeof(FaultySftp).Assembly.Location}' {nameof(FaultySftp)} {fault} {real}\n");
    }

    internal static async Task RunAsync(string fault, string server)
    {
        using var real = Process.Start(new ProcessStartInfo(server) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        var answers = Task.Run(() =>
        {
            while (Read(real.StandardOutput.BaseStream) is { } packet) Send(output, Answer(fault, packet));
        });
        var renames = 0;
        var isSilent = false;
        while (Read(input) is { } packet)
        {
            if (packet[0] == Write && fault == Ends) Environment.Exit(1);
            isSilent |= packet[0] == Write && fault == Stalls;
            if (isSilent) continue;
            if (packet[0] == Rename && fault.StartsWith(Plain, StringComparison.Ordinal) && fault[Plain.Length..].Contains((char)('0' + ++renames)))
            {
                Send(output, [Status, .. packet[1..5], 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0]); // SSH_FX_FAILURE
                continue;
            }

            Send(real.StandardInput.BaseStream, packet);
        }

        real.StandardInput.Close();
        await answers;
    }

    private static byte[] Answer(string fault, byte[] packet) => packet[0] switch
    {
        Version when fault == Newer => [Version, 0, 0, 0, 9],
        Version when fault.StartsWith(Plain, StringComparison.Ordinal) => packet[..5], // Without the extensions that follow.
        Names when fault == Garbled => [.. packet[..9], 0x7F, 0xFF, 0xFF, 0xFF],
        _ => packet,
    };

    private static byte[]? Read(Stream from)
    {
        var head = new byte[4];
        if (from.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4) return null;
        var packet = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
        from.ReadExactly(packet);
        return packet;
    }

    private static void Send(Stream to, byte[] packet)
    {
        var whole = new byte[packet.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(whole, packet.Length);
        packet.CopyTo(whole, 4);
        lock (to)
        {
            to.Write(whole);
            to.Flush();
        }
    }
}
