using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Output;

/// <summary>Brings what becomes of keys to the pipeline, and the questions to the person.</summary>
internal sealed class KeyWorkReporter(AsyncCmdlet cmdlet) : IKeyWorkObserver
{
    public Task<bool> AllowsAsync(Ec2Instance instance, KeyOperation operation, IReadOnlyList<AuthorizedKeyText> keys)
    {
        if (operation == KeyOperation.List) return Task.FromResult(true);
        var target = instance.Name is { Length: > 0 } name ? $"{instance.InstanceId} ({Printable.Text(name)})" : instance.InstanceId;
        return cmdlet.ShouldProcessAsync(target, $"{operation} {string.Join(", ", keys.Select(key => $"{key.KeyType} {key.Fingerprint}"))}");
    }

    public Task FoundAsync(AuthorizedKey key) => cmdlet.WriteAsync(key);

    public Task ChangedAsync(AuthorizedKeyChange change) => cmdlet.WriteAsync(change);

    public Task FailedAsync(Ec2KeyPairException error) => cmdlet.WriteErrorAsync(error);

    public Task WarnAsync(string text) => cmdlet.WriteWarningAsync(text);
}
