using System.Buffers.Binary;
using System.Text;

namespace Ec2KeyPair.Module.Tests.Ssh;

/// <summary>
/// An SFTP server (draft-ietf-secsh-filexfer-02, version 3) that lists names which no honest one has, and calls the home folder <c>.ssh</c>. Run by sshd in a
/// process of its own, on standard input and output.
/// </summary>
internal static class HostileSftp
{
    /// <summary>The names that it lists in its one folder, <c>/evil</c>.</summary>
    internal static readonly string[] Names = [".", "..", "good.txt", "../escaped.txt", "/abs.txt", "sub/../../escaped2.txt", "..\\escaped3.txt", "", "nul\0byte"];

    // What it says that "." and the like are.
    private const string Chosen = "/x/.ssh";

    private const string Content = "what it serves";

    internal static void Run()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        var isListed = false;
        while (Read(input) is { } packet)
        {
            var id = packet.Length > 5 ? packet[1..5] : [];
            byte[] answer = packet[0] switch
            {
                1 => [2, 0, 0, 0, 3],                                                           // INIT: VERSION 3
                16 => [104, .. id, .. Number(1), .. Text(Named(Path(packet))), .. Text(""), .. Number(0)], // REALPATH: NAME
                11 => [102, .. id, .. Text("folder")],                                                // OPENDIR: HANDLE
                12 when !isListed => [104, .. id, .. Number(Names.Length), .. Names.SelectMany(Entry)],   // READDIR: NAME
                12 => Status(id, 1),                                                                 // READDIR: end of file
                3 => [102, .. id, .. Text("file")],                                                   // OPEN: HANDLE
                7 or 17 or 8 => [105, .. id, .. Attributes(Path(packet) is "/evil" or Chosen)], // LSTAT, STAT, FSTAT: ATTRS
                5 when Offset(packet) == 0 => [103, .. id, .. Text(Content)],                          // READ: DATA
                5 => Status(id, 1),                                                                  // READ: end of file
                4 => Status(id, 0),                                                                  // CLOSE: OK
                _ => Status(id, 8),                                                                  // what else: not supported
            };
            if (packet[0] == 12) isListed = true;
            output.Write(Number(answer.Length));
            output.Write(answer);
            output.Flush();
        }
    }

    private static byte[]? Read(Stream input)
    {
        var head = new byte[4];
        if (input.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4) return null;
        var packet = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
        input.ReadExactly(packet);
        return packet;
    }

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Text(string text) => [.. Number(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static string Path(byte[] packet) => packet[0] is 16 or 7 or 17
        ? Encoding.UTF8.GetString(packet, 9, BinaryPrimitives.ReadInt32BigEndian(packet.AsSpan(5)))
        : "";

    private static string Named(string path) => path.TrimEnd('/').Split('/')[^1] is "." or ".." or "" ? Chosen : path;

    private static long Offset(byte[] packet) => BinaryPrimitives.ReadInt64BigEndian(packet.AsSpan(9 + BinaryPrimitives.ReadInt32BigEndian(packet.AsSpan(5))));

    private static byte[] Entry(string name) => [.. Text(name), .. Text("-rw-r--r-- 1 x"), .. Attributes(name is "." or "..")];

    // SIZE and PERMISSIONS.
    private static byte[] Attributes(bool isFolder) => [0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, (byte)Content.Length, .. Number(isFolder ? 0x41ED : 0x81A4)];

    private static byte[] Status(byte[] id, int code) => [101, .. id, .. Number(code), .. Text("no"), .. Text("")];
}
