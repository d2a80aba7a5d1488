using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Repair;

/// <summary>Writes the key with the script that all work on authorized_keys is done with.</summary>
internal sealed class EditingInstaller(IKeyEditor editor) : IKeyInstaller
{
    /// <inheritdoc/>
    public async Task InstallAsync(Ec2Instance instance, string userName, PublicKey key, CancellationToken cancel)
    {
        var request = new KeyEditRequest(KeyOperation.Add, [AuthorizedKeyText.Parse(KeyText.Of(key))]) { AccountName = userName };
        KeyEditResult? result = null;
        await editor.EditAsync([instance], request, ended => Task.FromResult(result = ended), cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (result?.Failure is { } failure) throw failure;
    }
}
