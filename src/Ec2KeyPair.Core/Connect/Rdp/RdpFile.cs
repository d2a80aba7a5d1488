using System.Text;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>
/// A connection file (.rdp) as mstsc, FreeRDP and Microsoft's other clients read it: a setting a line, UTF-16 with
/// a byte order mark, as mstsc itself writes it. There is no password in it, ever.
/// </summary>
/// <param name="Address">The server.</param>
/// <param name="Account">The account.</param>
/// <remarks>Settings: Microsoft Learn, "Supported RDP properties". Both values are of checked forms, so that none can be two lines.</remarks>
public sealed record RdpFile(RdpAddress Address, RdpAccount Account)
{
    /// <summary>What its name ends with; FreeRDP knows such a file by this.</summary>
    public const string Extension = ".rdp";

    /// <summary>The file's content.</summary>
    public byte[] ToBytes() => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(ToText())];

    /// <summary>The file's lines.</summary>
    public string ToText() => string.Concat(Settings().Select(setting => setting + "\r\n"));

    private IEnumerable<string> Settings() =>
    [
        "full address:s:" + Address,
        "username:s:" + Account.Text,
        "prompt for credentials:i:0",
        // 1: no connection to a server that can't prove who it is.
        "authentication level:i:1",
        "enablecredsspsupport:i:1",
        "negotiate security layer:i:1",
        // The clipboard is what people expect; everything else of this machine stays on this machine.
        "redirectclipboard:i:1",
        "redirectdrives:i:0",
        "redirectprinters:i:0",
        "redirectsmartcards:i:0",
        "redirectwebauthn:i:0",
        "redirectcomports:i:0",
        "redirectposdevices:i:0",
        "redirectlocation:i:0",
        "audiocapturemode:i:0",
        "audiomode:i:2",
    ];
}
