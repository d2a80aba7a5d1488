using System.Collections;
using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>New-EC2KeyPairLocal: makes key pairs on this machine and gives EC2 their public halves.</summary>
[Cmdlet(VerbsCommon.New, "EC2KeyPairLocal", SupportsShouldProcess = true)]
[OutputType(typeof(LocalKeyPair))]
public sealed class NewEC2KeyPairLocalCommand : AwsCmdlet
{
    /// <summary>The key names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [KeyPairIdentity]
    [Alias("KeyName")]
    public string[] Name { get; set; } = [];

    /// <summary>RSA or Ed25519.</summary>
    [Parameter]
    public KeyType KeyType { get; set; }

    /// <summary>Bits of an RSA modulus.</summary>
    [Parameter]
    [ValidateSet("2048", "4096")]
    public int KeySize { get; set; } = 2048;

    /// <summary>How the private half is written.</summary>
    [Parameter]
    [ValidateSet(nameof(PrivateKeyEncoding.OpenSsh), nameof(PrivateKeyEncoding.Pkcs1), nameof(PrivateKeyEncoding.Pkcs8), nameof(PrivateKeyEncoding.Ppk))]
    public PrivateKeyEncoding? KeyEncoding { get; set; }

    /// <summary>Encrypts the private half.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>A file, or an existing folder, instead of the key store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The Regions to import the public half into; else the session's.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string[]? Region { get; set; }

    /// <summary>Make the key pair here and leave AWS alone.</summary>
    [Parameter]
    public SwitchParameter LocalOnly { get; set; }

    /// <summary>Tags of the key pair in EC2.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Tag { get; set; }

    /// <summary>The comment in the key file; else the name.</summary>
    [Parameter]
    public string? Comment { get; set; }

    private List<Core.Ec2.IKeyPairApi> _regions = [];

    /// <inheritdoc/>
    // From the pipeline too: a record of a key is about the store that it was found in.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public override string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guard(() =>
    {
        if (LocalOnly && Region is not null) throw ParameterError("-LocalOnly and -Region contradict each other.");
        if (KeyType == KeyType.Ed25519 && IsGiven(nameof(KeySize)))
        {
            throw ParameterError("-KeySize is for RSA; Ed25519 keys have one size.");
        }

        if (Passphrase is { Length: 0 }) throw ParameterError("-Passphrase is empty.", "Leave it out to have none.");
        if (!LocalOnly) _regions = Regions();
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        using var passphrase = Passphrase is null ? null : Core.Secrets.Passphrase.FromSecureString(Passphrase);
        IKeyShelf shelf = Path is null ? OpenKeyStore() : new FolderShelf(this.FilePath(Path));
        Run(() => SideBySide.ForEachAsync(
            Name, LocalKeyPairMaker.SideBySide(KeyType), (name, cancel) => ReportAsync(() => MakeAsync(shelf, name, passphrase, cancel)), CancelToken));
    });

    private List<Core.Ec2.IKeyPairApi> Regions() =>
        (Region ?? [null!]).Distinct(StringComparer.OrdinalIgnoreCase).Select(region => OpenSession().Ec2(region).KeyPairs).ToList();

    private async Task MakeAsync(IKeyShelf shelf, string name, Core.Secrets.Passphrase? passphrase, CancellationToken cancel)
    {
        KeyFileName.ThrowIfInvalid(name);
        var action = LocalOnly ? "Make the key pair" : "Make the key pair and publish its public half";
        if (!await ShouldProcessAsync($"{name} ({shelf.PathOf(name, PrivateKeyEncoding.OpenSsh)})", action)) return;
        await WriteAsync(await new LocalKeyPairMaker(shelf, _regions).EnsureAsync(Request(name, passphrase), WriteErrorAsync, cancel));
    }

    private NewKeyPairRequest Request(string name, Core.Secrets.Passphrase? passphrase) => new()
    {
        Name = name,
        KeyType = KeyType,
        RsaSize = KeySize,
        IsTypeRequired = IsGiven(nameof(KeyType)) || IsGiven(nameof(KeySize)),
        Encoding = KeyEncoding,
        Passphrase = passphrase,
        Comment = Comment,
        Tags = TagTable.Read(Tag),
    };

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
