using System.Management.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Usage;
using Ec2KeyPair.Core.Usage.Report;
using Ec2KeyPair.Output;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Hosting;

/// <summary>A cmdlet that finds out who uses which key pair, in any number of accounts and Regions.</summary>
public abstract class UsageCmdlet : AwsAccountCmdlet
{
    private UsagePlaces? _places;

    /// <summary>The Regions; <c>*</c> for all that are enabled for the account; else the session's.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    [RegionCompleter]
    public string[]? Region { get; set; }

    /// <summary>Profiles of the shared files or the SDK store, any number of accounts side by side. One that is missing is an error.</summary>
    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ValidateNotNullOrEmpty]
    [ProfileCompleter]
    public string[]? ProfileName { get; set; }

    /// <summary>Private keys beside those of the key store: files of any encoding, folders of them, wildcards.</summary>
    [Parameter]
    [KeyPath]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? KeyPath { get; set; }

    /// <summary>How many Regions are asked at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Pipeline thread: the private halves on this machine.</summary>
    private protected HeldKeys ReadHeldKeys()
    {
        var files = KeyPath is null ? [] : this.FindPrivateKeys(KeyPath);
        return new HeldKeys(OpenKeyStore().List(error => WriteError(ErrorRecordFactory.Create(error))).Concat(files).ToList());
    }

    /// <summary>Pipeline thread: opens the accounts and asks for their Regions; one that fails is one error, unless it is the only one.</summary>
    /// <exception cref="Ec2KeyPairException">What kept the only account, or all of them, from being opened.</exception>
    private IReadOnlyList<UsagePlace> OpenPlaces(Func<Ec2KeyPairException, Task> failedAsync)
    {
        _places = new UsagePlaces(NewSession, failedAsync);
        var profiles = ProfileName is null ? [null] : ProfileName.Distinct(StringComparer.Ordinal).ToArray<string?>();
        var sources = _places.OpenSessions(profiles);
        foreach (var source in sources) WriteVerbose($"AWS credentials: {source}.");
        IReadOnlyList<UsagePlace> places = [];
        Run(async () => places = await _places.OpenAsync(Region, CancelToken));
        return places;
    }

    /// <summary>Pipeline thread: opens the accounts and finds out about them, with a progress bar when it takes long.</summary>
    /// <param name="selection">Which key pairs are asked about.</param>
    /// <param name="find">Finds out.</param>
    /// <param name="report">Is told too where was asked, and what could not be; null where nobody asks.</param>
    private protected void Survey(UsageSelection selection, Func<UsageSurvey, Task> find, AccessReport? report = null)
    {
        var places = OpenPlaces(FailedAsync);
        report?.NoteAsked(places);
        var reporter = new UsageReporter(this, places.Count, FailedAsync);
        Run(async () =>
        {
            try
            {
                await find(new UsageSurvey(places, selection, ThrottleLimit, reporter));
            }
            finally
            {
                await reporter.EndAsync();
            }
        });

        Task FailedAsync(Ec2KeyPairException error)
        {
            report?.NoteFailure(error);
            return WriteErrorAsync(error);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _places?.Dispose();
    }
}
