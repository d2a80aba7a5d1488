using Ec2KeyPair.Core.Sessions;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>For a proxy, whose standard output belongs to the data: warnings go to standard error, as ssh shows them.</summary>
internal sealed class ProxyObserver : ISessionObserver
{
    public void Note(string text)
    {
        // A shell that runs a proxy has no verbose stream that is not standard output.
    }

    public void Warn(string text) => Console.Error.WriteLine(text);
}
