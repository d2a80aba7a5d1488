using System.Management.Automation;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Parameters;

namespace Ec2KeyPair.Hosting;

/// <summary>A cmdlet that talks to AWS as one account.</summary>
public abstract class AwsCmdlet : AwsAccountCmdlet
{
    /// <summary>A profile of the shared files or the SDK store. When it is missing that is an error.</summary>
    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ValidateNotNullOrEmpty]
    [ProfileCompleter]
    public string? ProfileName { get; set; }

    private AwsSession? _session;

    /// <summary>Pipeline thread: opens the AWS session that the parameters and the runspace describe; it ends with the cmdlet.</summary>
    private protected AwsSession OpenSession()
    {
        if (_session is not null) return _session;
        _session = NewSession();
        WriteVerbose($"AWS credentials: {_session.CredentialSource}.");
        return _session;
    }

    /// <summary>Pipeline thread: another AWS session of the same description, which ends when its holder disposes it.</summary>
    private protected AwsSession NewSession() => NewSession(ProfileName);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _session?.Dispose();
    }
}
