namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>The size by what .NET knows, for a terminal that does not tell its own.</summary>
internal static class ConsoleSize
{
    private static readonly TerminalSize Usual = new(80, 24);

    internal static TerminalSize OrUsual()
    {
        try
        {
            var (columns, rows) = (Console.WindowWidth, Console.WindowHeight);
            return columns > 0 && rows > 0 ? new TerminalSize(columns, rows) : Usual;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException or System.Security.SecurityException)
        {
            return Usual; // No console at all; 80 by 24 is what programs take a terminal for that says nothing.
        }
    }
}
