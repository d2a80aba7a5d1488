using System.Management.Automation;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Commands;

/// <summary>Import-EC2KeyPairLocal: adopts private key files into the key store.</summary>
[Cmdlet(VerbsData.Import, "EC2KeyPairLocal", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(LocalKeyPair))]
public sealed class ImportEC2KeyPairLocalCommand : LocalKeyCmdlet
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";
    private KeyStore? _store;

    /// <summary>Private key files of any encoding, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Private key files by their exact path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The key name; else the file's name without extension.</summary>
    [Parameter(Position = 1)]
    [Alias("KeyName")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Guard(() => _store = OpenKeyStore());

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByLiteralPath)
        {
            foreach (var path in LiteralPath) Each(() => Import(this.FilePath(path)));
            return;
        }

        foreach (var pattern in Path)
        {
            Each(() =>
            {
                foreach (var path in this.ExistingFiles(pattern)) Each(() => Import(path));
            });
        }
    }

    private void Import(string path)
    {
        if (!ShouldProcess(path, $"Copy the private key into the key store '{_store!.Folder}'")) return;
        using var passphrase = PassphraseOf(KeyFileInspection.Inspect(path));
        WriteObject(new KeyImporter(_store!).Import(path, Name, passphrase));
    }
}
