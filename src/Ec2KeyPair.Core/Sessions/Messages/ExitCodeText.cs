using System.Buffers.Text;

namespace Ec2KeyPair.Core.Sessions.Messages;

/// <summary>The payload of a command's exit code: the text <c>EXIT_CODE: 3</c>.</summary>
internal static class ExitCodeText
{
    internal static bool TryRead(ReadOnlySpan<byte> payload, out int code)
    {
        code = 0;
        var name = "EXIT_CODE:"u8;
        if (!payload.StartsWith(name)) return false;
        var rest = payload.Slice(name.Length);
        while (!rest.IsEmpty && rest[0] == (byte)' ') rest = rest.Slice(1);
        while (!rest.IsEmpty && rest[rest.Length - 1] is (byte)' ' or (byte)'\r' or (byte)'\n') rest = rest.Slice(0, rest.Length - 1);
        return Utf8Parser.TryParse(rest, out code, out var used) && used == rest.Length;
    }
}
