using System.Collections;
using System.Management.Automation;
using System.Threading.Channels;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Windows.LaunchKeys;
using Ec2KeyPair.Core.Windows.Reset;
using Ec2KeyPair.Hosting;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Commands;

/// <summary>Reset-EC2WindowsPassword: sets new random passwords on Windows instances and brings them back.</summary>
[Cmdlet(VerbsCommon.Reset, "EC2WindowsPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ByInstance)]
[OutputType(typeof(WindowsPassword), typeof(PlainWindowsPassword))]
public sealed class ResetEC2WindowsPasswordCommand : LaunchKeyCmdlet<string>
{
    private const string ByInstance = "InstanceId";
    private const string ByTag = "Tag";
    private PasswordResetRun? _run;
    private InstanceSelection? _selection;

    /// <summary>Creates the cmdlet; the engine does.</summary>
    // Few requests serve many instances here: Run Command takes 50 at a time.
    public ResetEC2WindowsPasswordCommand() => ThrottleLimit = 200;

    /// <summary>The instances: ids, Name tags, addresses, or objects of AWS.Tools.</summary>
    [Parameter(ParameterSetName = ByInstance, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InstanceIdentity]
    [InstanceCompleter]
    [AllowEmptyCollection]
    public string[] InstanceId { get; set; } = [];

    /// <summary>All Windows instances that run and have these tags, <c>@{ team = 'web'; stage = 'test', 'prod' }</c>.</summary>
    [Parameter(ParameterSetName = ByTag, Mandatory = true)]
    public Hashtable Tag { get; set; } = [];

    /// <summary>By which way.</summary>
    [Parameter]
    public PasswordResetMethod Method { get; set; }

    /// <summary>The local account; else the built-in Administrator, whatever its name.</summary>
    [Parameter]
    public string? UserName { get; set; }

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

    /// <summary>For Automation: more parameters of the runbook, <c>@{ SubnetId = 'SelectedInstanceSubnet'; AllowEncryptedVolume = 'True' }</c>.</summary>
    [Parameter]
    public Hashtable? AutomationParameter { get; set; }

    /// <summary>How long one instance may take, in seconds; else 600, for EC2Rescue 1200, for Automation 7200.</summary>
    [Parameter]
    [ValidateRange(30, 86400)]
    public int? TimeoutSec { get; set; }

    /// <summary>Adds the readable password to the output.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    // It has bars of its own from the beginning.
    private protected override bool MayShowProgress => false;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        ResetParameters.ThrowIfContradictory(Method, this.Given());
        var options = new ResetOptions
        {
            UserName = UserName is null ? null : ResetParameters.Account(UserName),
            Timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : ResetParameters.UsualTimeout(Method),
            ThrottleLimit = ThrottleLimit,
            StoreAs = ToParameter is null ? null : PasswordParameterName.Parse(ToParameter),
            KmsKeyId = KmsKeyId is null ? null : ResetParameters.KmsKey(KmsKeyId),
            RemoveParameter = RemoveParameter,
            AutomationParameters = ResetParameters.OfRunbook(AutomationParameter),
        };
        if (ParameterSetName == ByTag) _selection = InstanceSelection.OfWindows(TagFilters.Read(Tag));
        if (Method == PasswordResetMethod.Automation) PrepareKeys();
        _run = new PasswordResetRun(OpenSession(), Region, options);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> ReadInputs() => InstanceId;

    /// <inheritdoc/>
    protected override async Task RunAsync(ChannelReader<string> inputs, CancellationToken cancel)
    {
        using var passphrase = CopyPassphrase();
        var ec2 = _run!.Ec2;
        var reporter = new PasswordResetReporter(this, AsPlainText);
        var batches = _selection is null
            ? InstanceBatches.OfIdentities(ec2.Instances, inputs, input => input, cancel)
            : InstanceBatches.OfSelection(ec2.Instances, _selection, cancel);
        try
        {
            await _run.RunAsync(Method, () => new LaunchKeyFinder(ec2.KeyPairs, OpenKeys(passphrase)), batches, reporter, cancel);
        }
        finally
        {
            await reporter.EndAsync();
        }
    }
}
