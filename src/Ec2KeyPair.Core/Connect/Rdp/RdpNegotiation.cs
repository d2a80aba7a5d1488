using System.Buffers.Binary;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>
/// The first message each way of an RDP connection (MS-RDPBCGR 2.2.1.1 and 2.2.1.2): an X.224 connection request and
/// its confirmation within a TPKT each, with the negotiation of the security to use.
/// </summary>
internal static class RdpNegotiation
{
    /// <summary>Length of a TPKT header (RFC 1006 section 6).</summary>
    internal const int HeaderLength = 4;

    /// <summary>The longest confirmation that is read. A real one has 11 or 19 bytes.</summary>
    internal const int LongestAnswer = 64;

    private const byte TpktVersion = 3;
    private const byte ConnectionConfirm = 0xD0;
    private const byte NegotiationResponse = 2;
    private const byte NegotiationFailure = 3;
    private const int FixedPart = 6; // Code, two references and the class.
    private const int NegotiationLength = 8;

    /// <summary>Asks for TLS or CredSSP, and for nothing less. No cookie, no name, no credentials.</summary>
    internal static byte[] Request { get; } =
    [
        TpktVersion, 0, 0, 19,
        14, 0xE0, 0, 0, 0, 0, 0,           // X.224: 14 bytes follow, connection request, both references, class 0
        1, 0, NegotiationLength, 0, 3, 0, 0, 0, // RDP_NEG_REQ: PROTOCOL_SSL | PROTOCOL_HYBRID
    ];

    /// <summary>How many bytes follow the header; an error where it is none.</summary>
    internal static int RestOf(byte[] header, RdpAddress address)
    {
        var length = header[2] << 8 | header[3];
        return header[0] == TpktVersion && length is > HeaderLength and <= LongestAnswer
            ? length - HeaderLength
            : throw RdpErrors.NoRdp(address, "it does not answer with an X.224 message");
    }

    /// <summary>The security that the server chose.</summary>
    /// <param name="rest">The message after its header.</param>
    /// <param name="address">The server, for errors.</param>
    /// <exception cref="Errors.Ec2KeyPairException">RdpServerUnsupported.</exception>
    internal static RdpSecurity Read(byte[] rest, RdpAddress address)
    {
        if (rest.Length < 1 + FixedPart || rest[0] != rest.Length - 1 || (rest[1] & 0xF0) != ConnectionConfirm)
        {
            throw RdpErrors.NoRdp(address, "its answer is no X.224 connection confirmation");
        }

        const int At = 1 + FixedPart;
        // A server of RDP 5 answers without this part: it knows no other security than RDP's own.
        if (rest.Length == At) throw RdpErrors.NoTls(address, "it offers no TLS");
        if (rest.Length != At + NegotiationLength || rest[At + 2] != NegotiationLength || rest[At + 3] != 0)
        {
            throw RdpErrors.NoRdp(address, "its answer has no negotiation of the right length");
        }

        var value = BinaryPrimitives.ReadUInt32LittleEndian(rest.AsSpan(At + 4));
        return (rest[At], value) switch
        {
            (NegotiationResponse, 1) => RdpSecurity.Tls,
            (NegotiationResponse, 2) => RdpSecurity.CredSsp,
            (NegotiationResponse, 0) => throw RdpErrors.NoTls(address, "it offers no TLS"),
            (NegotiationFailure, _) => throw RdpErrors.NoTls(address, FailureText(value)),
            _ => throw RdpErrors.NoRdp(address, "it chose a security that it was not asked for"),
        };
    }

    // MS-RDPBCGR 2.2.1.2.2, failureCode.
    private static string FailureText(uint code) => code switch
    {
        2 => "its settings forbid TLS (SSL_NOT_ALLOWED_BY_SERVER)",
        3 => "it has no certificate for TLS (SSL_CERT_NOT_ON_SERVER)",
        6 => "it wants TLS with a certificate of the user (SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER)",
        _ => $"it refused the negotiation with code {code}",
    };
}
