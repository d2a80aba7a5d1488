using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Hosting;

/// <summary>A cmdlet that works with the key store.</summary>
public abstract class KeyCmdlet : AsyncCmdlet
{
    /// <summary>The key store's folder; else EC2KEYPAIR_STORE, else the user's own default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? StorePath { get; set; }

    private (string? Path, KeyStore Store)? _opened;

    /// <summary>Pipeline thread: the key store, with a warning for each thing that had to be mended.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe.</exception>
    private protected KeyStore OpenKeyStore()
    {
        if (_opened is not { } opened || opened.Path != StorePath) _opened = opened = (StorePath, this.OpenKeyStore(StorePath));
        return opened.Store;
    }

    /// <summary>Pipeline thread: runs one input's work; a failure is that input's error.</summary>
    private protected void Each(Action piece) => Guard(() =>
    {
        try
        {
            piece();
        }
        catch (Ec2KeyPairException e)
        {
            WriteError(ErrorRecordFactory.Create(e));
        }
    });
}
