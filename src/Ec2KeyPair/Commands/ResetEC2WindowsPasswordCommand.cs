using System.Collections;
using System.Management.Automation;
using System.Security;
using System.Threading.Channels;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.Reset;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Reset-EC2WindowsPassword: sets new random passwords on Windows instances and brings them back.</summary>
[Cmdlet(VerbsCommon.Reset, "EC2WindowsPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ById)]
[OutputType(typeof(WindowsPassword), typeof(PlainWindowsPassword))]
public sealed class ResetEC2WindowsPasswordCommand : StreamingCmdlet<string>
{
    private const string ById = nameof(InstanceId);
    private const string ByTag = nameof(Tag);
    private PasswordResetRun? _run;
    private PasswordResetReporter? _reporter;
    private InstanceSelection? _selection;
    private IPrivateKeySource? _keys;
    private bool _mayAsk;

    /// <summary>Creates the cmdlet; the engine does.</summary>
    // Few requests serve many instances here: Run Command takes 50 at a time.
    public ResetEC2WindowsPasswordCommand() => ThrottleLimit = 200;

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [InstanceIdentity]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>All Windows instances that run and have these tags: <c>@{ stage = 'test', 'prod' }</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByTag)]
    public Hashtable? Tag { get; set; }

    /// <summary>By which way.</summary>
    [Parameter]
    public PasswordResetMethod Method { get; set; }

    /// <summary>The local account; else the built-in Administrator, whatever its name.</summary>
    [Parameter]
    public string? UserName { get; set; }

    /// <summary>For Automation: private key files to choose the launch key from; else the key store is searched.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? KeyPath { get; set; }

    /// <summary>For Automation: opens an encrypted private key.</summary>
    [Parameter]
    [Passphrase]
    public SecureString? Passphrase { get; set; }

    /// <summary>For Automation: the subnet of the helper instance, or <c>SelectedInstanceSubnet</c>; else the runbook makes a VPC.</summary>
    [Parameter]
    [ValidatePattern("^(subnet-[0-9a-f]{8,17}|SelectedInstanceSubnet|CreateNewVPC)$")]
    public string? SubnetId { get; set; }

    /// <summary>For Automation: ARN of the role that the runbook works with; else the caller's permissions.</summary>
    [Parameter]
    [ValidatePattern("^arn:[a-z-]+:iam::[0-9]{12}:role/")]
    public string? AutomationAssumeRole { get; set; }

    /// <summary>Stores each password as a SecureString: <c>/fleet/{InstanceId}/administrator</c>; <c>{UserName}</c> may be in it too.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ToParameter { get; set; }

    /// <summary>The KMS key that encrypts stored passwords; else the account's own key for Parameter Store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KmsKeyId { get; set; }

    /// <summary>For EC2Rescue: delete the parameter in which it leaves the password.</summary>
    [Parameter]
    public SwitchParameter RemoveParameter { get; set; }

    /// <summary>How long one instance may take, in seconds; else 600, for EC2Rescue 1200, for Automation 7200.</summary>
    [Parameter]
    [ValidateRange(30, 86400)]
    public int TimeoutSec { get; set; }

    /// <summary>Adds the readable password to the output.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        ResetParameters.ThrowIfContradictory(Method, MyInvocation.BoundParameters.Keys);
        ResetParameters.ThrowIfUnfit(UserName, KmsKeyId);
        var vaultName = ToParameter is null ? null : PasswordParameterName.Parse(ToParameter);
        _selection = Tag is null ? null : InstanceSelection.OfWindows(TagTable.ReadChoices(Tag));
        if (Method == PasswordResetMethod.Automation) _keys = KeyPath is null ? new KeyStoreSource(OpenKeyStore()) : this.OpenKeyFiles(KeyPath);
        _mayAsk = HostConsole.IsInteractive(Host);
        _reporter = new PasswordResetReporter(this, AsPlainText);
        _run = new PasswordResetRun(OpenSession(), Region, Options(), vaultName, _reporter);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> ReadInputs() => InstanceId;

    /// <inheritdoc/>
    protected override async Task RunAsync(ChannelReader<string> inputs, CancellationToken cancel)
    {
        using var passphrase = Passphrase is null ? null : Core.Secrets.Passphrase.FromSecureString(Passphrase);
        var batches = _selection is null
            ? InstanceBatches.OfIdentities(_run!.Instances, inputs, cancel)
            : InstanceBatches.OfSelection(_run!.Instances, _selection, cancel);
        try
        {
            await _run.RunAsync(Method, () => LaunchKeys(passphrase), batches, cancel);
        }
        finally
        {
            await _reporter!.EndAsync();
        }
    }

    private ResetOptions Options() => new()
    {
        UserName = UserName,
        Timeout = TimeoutSec == 0 ? ResetParameters.UsualTimeout(Method) : TimeSpan.FromSeconds(TimeoutSec),
        ThrottleLimit = ThrottleLimit,
        KmsKeyId = KmsKeyId,
        RemoveParameter = RemoveParameter,
        SubnetId = SubnetId,
        AutomationAssumeRole = AutomationAssumeRole,
    };

    private LaunchKeyFinder LaunchKeys(Core.Secrets.Passphrase? passphrase) => new(
        new LaunchKeyLookup(_run!.KeyPairs, _keys!), _keys!, passphrase, _mayAsk ? AskPassphrase : null);

    private Core.Secrets.Passphrase AskPassphrase(string path) => Core.Secrets.Passphrase.FromSecureString(
        Pipeline.InvokeAsync(() => PassphrasePrompt.Ask(Host, path)).GetAwaiter().GetResult());
}
