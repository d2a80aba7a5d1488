namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>The console's size as the platform tells it.</summary>
internal static class ConsoleSize
{
    private static readonly TerminalSize Usual = new(80, 24);

    internal static TerminalSize Now
    {
        get
        {
            try
            {
                return Console.WindowWidth > 0 ? new(Console.WindowWidth, Console.WindowHeight) : Usual;
            }
            catch (IOException)
            {
                return Usual;
            }
        }
    }
}
