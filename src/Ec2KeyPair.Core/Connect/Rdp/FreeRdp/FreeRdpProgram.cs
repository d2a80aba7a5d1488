using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect.Rdp.FreeRdp;

/// <summary>Finds FreeRDP's client that suits the screen there is: the X11 one, or the SDL one, which knows Wayland and macOS too.</summary>
internal static class FreeRdpProgram
{
    // As distributions name them: version 3 beside 2 has its number in its name.
    private static readonly string[] ForX11 = ["xfreerdp3", "xfreerdp"];
    private static readonly string[] ForAny = ["sdl-freerdp3", "sdl-freerdp"];

    /// <summary>Full path of the program.</summary>
    /// <param name="environment">Environment variables.</param>
    /// <param name="exists">Is there a file?</param>
    /// <param name="isMac">macOS has a screen of its own and X11 only where XQuartz runs.</param>
    /// <exception cref="Ec2KeyPairException">RdpClientNotFound, DisplayNotFound.</exception>
    internal static string Find(Func<string, string?> environment, Func<string, bool> exists, bool isMac)
    {
        var hasX11 = !string.IsNullOrEmpty(environment("DISPLAY"));
        if (!hasX11 && !isMac && string.IsNullOrEmpty(environment("WAYLAND_DISPLAY"))) throw NoDisplay("neither DISPLAY nor WAYLAND_DISPLAY is set");
        var folders = (environment("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted).ToList();
        string? First(IEnumerable<string> names) =>
            names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(exists);

        if (First(hasX11 ? [.. ForX11, .. ForAny] : ForAny) is { } found) return found;
        if (First(ForX11) is { } other) throw NoDisplay($"'{other}' needs an X server, and DISPLAY is not set");
        throw new Ec2KeyPairException(
            ErrorCondition.RdpClientNotFound,
            "No remote desktop client is on this machine: none of " + string.Join(", ", ForX11.Concat(ForAny)) + " is on PATH.",
            ForX11[1],
            isMac
                ? "Install it: brew install freerdp"
                : "Install FreeRDP with the system's package manager: the package is freerdp3-x11 or freerdp2-x11 (Debian, Ubuntu), or freerdp.");
    }

    private static Ec2KeyPairException NoDisplay(string why) => new(
        ErrorCondition.DisplayNotFound,
        $"A remote desktop needs a graphical display, and this session has none: {why}.",
        mend: "Run this in a desktop session or with ssh -X; for commands there are Invoke-EC2InstanceCommand and Connect-EC2Instance -Via SessionManager.");
}
