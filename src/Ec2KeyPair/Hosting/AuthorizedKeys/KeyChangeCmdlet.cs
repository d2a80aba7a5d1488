using System.Management.Automation;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Hosting.AuthorizedKeys;

/// <summary>A cmdlet that adds keys to accounts on instances, or removes them.</summary>
public abstract class KeyChangeCmdlet : AuthorizedKeyCmdlet
{
    private IReadOnlyList<AuthorizedKeyText> _stored = [];

    /// <summary>The keys: lines of .pub files, of any type that sshd takes.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] PublicKey { get; set; } = [];

    /// <summary>Keys of the key store; only their public halves are used.</summary>
    [Parameter]
    [KeyNameCompleter]
    [ValidateNotNullOrEmpty]
    public string[] KeyName { get; set; } = [];

    /// <summary>Key files, private or public and in any encoding; only public halves are used.</summary>
    [Parameter]
    [KeyPath]
    [ValidateNotNullOrEmpty]
    public string[] PublicKeyPath { get; set; } = [];

    private protected sealed override IReadOnlyList<AuthorizedKeyText> Keys
    {
        get
        {
            var keys = PublicKey.Select(AuthorizedKeyText.Parse).Concat(_stored).Distinct().ToList();
            return keys.Count > 0 ? keys : throw ParameterError("No key is given.", "Give -PublicKey, -KeyName or -PublicKeyPath.");
        }
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        _stored = [.. this.StoredKeys(KeyName, StorePath), .. PublicKeyPath.SelectMany(this.ExistingFiles).Select(PublicKeyFile.Read)];
        if (ParameterSetName == ByTag) _ = Keys;
        base.Prepare();
    }

    /// <inheritdoc/>
    protected sealed override IEnumerable<KeyWork> ReadInputs()
    {
        var work = new List<KeyWork>();
        Each(() => work.AddRange(base.ReadInputs()));
        return work;
    }
}
