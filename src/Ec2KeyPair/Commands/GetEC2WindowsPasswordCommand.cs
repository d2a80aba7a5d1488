using System.Management.Automation;
using System.Security;
using System.Threading.Channels;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Get-EC2WindowsPassword: decrypts the first administrator passwords of Windows instances.</summary>
[Cmdlet(VerbsCommon.Get, "EC2WindowsPassword")]
[OutputType(typeof(WindowsPassword), typeof(PlainWindowsPassword))]
public sealed class GetEC2WindowsPasswordCommand : StreamingCmdlet<string>
{
    private Ec2Region? _ec2;
    private IPrivateKeySource? _keys;
    private bool _mayAsk;

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Private key files to choose from; else the key store is searched.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? KeyPath { get; set; }

    /// <summary>Opens an encrypted private key; at a terminal it is asked for when it is left out.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>Wait for password data that is not there yet.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for one instance, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 1800;

    /// <summary>Adds the readable password to the output.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        _keys = KeyPath is null ? new KeyStoreSource(OpenKeyStore()) : this.OpenKeyFiles(KeyPath);
        _ec2 = OpenSession().Ec2(Region);
        _mayAsk = HostConsole.IsInteractive(Host);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> ReadInputs() => InstanceId;

    /// <inheritdoc/>
    protected override async Task RunAsync(ChannelReader<string> inputs, CancellationToken cancel)
    {
        var ec2 = _ec2!;
        await WriteVerboseAsync($"Region {ec2.Name} ({ec2.Source}); private keys from {_keys!.Description}.");
        using var passphrase = Passphrase is null ? null : Core.Secrets.Passphrase.FromSecureString(Passphrase);
        using var launchKeys = new LaunchKeyFinder(
            new LaunchKeyLookup(ec2.KeyPairs, _keys), _keys, passphrase, _mayAsk ? AskPassphrase : null);
        var reporter = new WindowsPasswordReporter(this, AsPlainText);
        var service = new WindowsPasswordService(ec2.Instances, ec2.Passwords, launchKeys, SystemClock.Instance, reporter);
        try
        {
            await service.RunAsync(
                inputs,
                new WindowsPasswordOptions { Wait = Wait, Timeout = TimeSpan.FromSeconds(TimeoutSec), ThrottleLimit = ThrottleLimit },
                cancel);
        }
        finally
        {
            await reporter.EndAsync();
        }
    }

    private Core.Secrets.Passphrase AskPassphrase(string path) => Core.Secrets.Passphrase.FromSecureString(
        Pipeline.InvokeAsync(() => PassphrasePrompt.Ask(Host, path)).GetAwaiter().GetResult());
}
