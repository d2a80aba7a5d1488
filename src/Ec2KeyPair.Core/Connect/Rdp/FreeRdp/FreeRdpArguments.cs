using System.Text;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect.Rdp.FreeRdp;

/// <summary>FreeRDP's command line, in the spelling that versions 2 and 3 share (client/common/cmdline.h).</summary>
internal static class FreeRdpArguments
{
    // What is about screen, keyboard, sound and devices. Everything else may decide about the server, its identity or the
    // credentials ("/tune" sets anything at all), and new versions bring new options.
    private static readonly HashSet<string> Free = new(StringComparer.OrdinalIgnoreCase)
    {
        "admin", "aero", "audio-mode", "auto-reconnect", "auto-reconnect-max-retries", "bitmap-cache", "bpp", "cache",
        "client-hostname", "clipboard", "codec-cache", "compression", "compression-level", "console", "decorations", "disp",
        "drive", "drives", "dynamic-resolution", "f", "floatbar", "fonts", "frame-ack", "gdi", "geometry", "gestures", "gfx",
        "gfx-h264", "gfx-progressive", "gfx-small-cache", "gfx-thin-client", "glyph-cache", "grab-keyboard", "grab-mouse", "h",
        "home-drive", "jpeg", "jpeg-quality", "kbd", "kbd-fn-key", "kbd-lang", "kbd-remap", "kbd-subtype", "kbd-type",
        "kbd-unicode", "menu-anims", "mic", "microphone", "monitors", "mouse", "mouse-motion", "mouse-relative", "multimon",
        "multitouch", "network", "nsc", "offscreen-cache", "orientation", "parallel", "pheight", "printer", "pwidth", "rfx",
        "rfx-mode", "scale", "scale-desktop", "scale-device", "serial", "size", "smart-sizing", "smartcard", "sound", "span",
        "themes", "timeout", "timezone", "toggle-fullscreen", "unmap-buttons", "usb", "video", "w", "wallpaper", "window-drag",
        "window-position", "wm-class", "workarea",
    };

    /// <summary>The arguments, one string each.</summary>
    /// <param name="launch">What to connect to.</param>
    /// <param name="file">The connection file.</param>
    /// <remarks>
    /// The password is none of them: <c>/from-stdin:force</c> reads one line from standard input before anything is connected.
    /// <c>deny</c> refuses, without asking, every certificate that is not the one with the fingerprint. One security and
    /// no other: nobody in between can talk the client down to RDP's own encryption, which has no certificate.
    /// </remarks>
    internal static IReadOnlyList<string> Of(RdpLaunch launch, string file) =>
    [
        file,
        // Version 2 does not read an IPv6 address from the file.
        "/v:" + launch.Address,
        "/t:" + launch.Title,
        "/from-stdin:force",
        "/cert:deny,fingerprint:sha256:" + Colons(launch.Server.Certificate.Sha256),
        launch.Server.Security == RdpSecurity.CredSsp ? "/sec:nla" : "/sec:tls",
        // What it says about the certificate is said at this level; the user's own settings may have silenced it.
        "/log-level:INFO",
        .. launch.ClientArguments,
    ];

    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    internal static void Check(IReadOnlyList<string> arguments)
    {
        foreach (var argument in arguments)
        {
            // Other forms than "/name:value", "+name" and "-name" make it read all of them in another syntax.
            if (argument.Length > 1 && argument[0] is '/' or '+' or '-' && Free.Contains(argument.Substring(1).Split(':')[0])) continue;
            throw new Ec2KeyPairException(
                ErrorCondition.ParameterInvalid,
                // What follows its name may be a password.
                $"-ClientArgument '{Text.Printable.Text(argument.Split(':')[0])}' is none of FreeRDP's options about screen, keyboard, sound and devices.",
                mend: "Give options such as /f, /size:1600x900, /dynamic-resolution or /drive:name,folder; -UserName, -LoginCredential, "
                    + "-Port and -HostKeyPolicy decide about the server, its identity and the credentials.");
        }
    }

    private static string Colons(string digits)
    {
        var text = new StringBuilder(digits.Length * 3 / 2);
        for (var i = 0; i < digits.Length; i += 2) text.Append(i == 0 ? "" : ":").Append(digits, i, 2);
        return text.ToString().ToLowerInvariant();
    }
}
