using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Tests.Windows;

/// <summary>Has the key of <see cref="FakeAws"/> and no other.</summary>
internal sealed class FakeLaunchKeys : ILaunchKeySource
{
    private int _opened;

    internal int Opened => _opened;

    internal Func<string, Task> Opening { get; set; } = _ => Task.CompletedTask;

    public string Description => "the test's keys";

    public async Task<(PrivateKey Key, string Where)> FindAsync(LaunchKeyIdentity wanted, CancellationToken cancel)
    {
        await Opening(wanted.KeyName);
        if (!wanted.Is(FakeAws.Key)) throw new Ec2KeyPairException(ErrorCondition.PrivateKeyNotFound, "not here", wanted.KeyName);
        Interlocked.Increment(ref _opened);
        return (FakeAws.OpenKey(), "/keys/web.pem");
    }

    public void Dispose()
    {
    }
}
