namespace Ec2KeyPair.Tour;

/// <summary>What the reader sees. Colours only where a terminal shows them and NO_COLOR does not forbid them.</summary>
internal sealed class Screen
{
    private const int WidthOfFiles = 100;
    private readonly Lock _gate = new();
    private readonly bool _hasColour =
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    private bool _hasStatus;

    internal static bool HasTerminal => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Columns.</summary>
    internal static int Width => Console.IsOutputRedirected || Console.WindowWidth < 40 ? WidthOfFiles : Console.WindowWidth;

    internal void Line(string text = "") => Write(text, null);

    internal void Heading(string text)
    {
        Line();
        Write(text, "1;36");
    }

    internal void Command(string text) => Write("PS> " + text, "1");

    internal void Success(string text) => Write("[ok] " + text, "32");

    internal void Note(string text) => Write(text, "33");

    internal void Failure(string text) => Write(text, "31");

    /// <summary>The line that is being waited at; gone with the next real one. Nothing where no terminal is.</summary>
    internal void Status(string text)
    {
        if (Console.IsOutputRedirected) return;
        lock (_gate)
        {
            EraseStatus();
            Console.Write(text.Length < Width ? text : text[..(Width - 1)]);
            _hasStatus = true;
        }
    }

    /// <summary>Takes the line away that is being waited at.</summary>
    internal void ClearStatus()
    {
        lock (_gate) EraseStatus();
    }

    private void Write(string text, string? colour)
    {
        lock (_gate)
        {
            EraseStatus();
            Console.WriteLine(colour is null || !_hasColour ? text : $"\e[{colour}m{text}\e[0m");
        }
    }

    private void EraseStatus()
    {
        if (!_hasStatus) return;
        Console.Write("\r" + new string(' ', Width - 1) + "\r");
        _hasStatus = false;
    }
}
