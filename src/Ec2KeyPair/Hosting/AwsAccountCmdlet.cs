using System.Management.Automation;
using Ec2KeyPair.Aws.Session;

namespace Ec2KeyPair.Hosting;

/// <summary>
/// A cmdlet that can talk to AWS: the common parameters, with the names and aliases that AWS.Tools has for them. How many
/// profiles it takes is for those that derive from it to say.
/// </summary>
public abstract class AwsAccountCmdlet : KeyCmdlet
{
    /// <summary>Access key id of the caller, together with -SecretKey.</summary>
    [Parameter]
    [Alias("AK")]
    [ValidateNotNullOrEmpty]
    public string? AccessKey { get; set; }

    /// <summary>Secret key of the caller.</summary>
    [Parameter]
    [Alias("SK", "SecretAccessKey")]
    [ValidateNotNullOrEmpty]
    public string? SecretKey { get; set; }

    /// <summary>Session token, for temporary keys.</summary>
    [Parameter]
    [Alias("ST")]
    [ValidateNotNullOrEmpty]
    public string? SessionToken { get; set; }

    /// <summary>The credentials file to look the profile up in, when it is not the default one.</summary>
    [Parameter]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    [ValidateNotNullOrEmpty]
    public string? ProfileLocation { get; set; }

    /// <summary>Credentials from Get-AWSCredential, or a PSCredential of access key and secret key.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject? Credential { get; set; }

    /// <summary>Another endpoint than AWS's own: a VPC endpoint, or a loopback one for tests.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EndpointUrl { get; set; }

    /// <summary>Pipeline thread: an AWS session that the parameters and the runspace describe; it ends when its holder disposes it.</summary>
    private protected AwsSession NewSession(string? profileName) => AwsSession.Open(
        new AwsSessionParameters
        {
            AccessKey = AccessKey,
            SecretKey = SecretKey,
            SessionToken = SessionToken,
            ProfileName = profileName,
            ProfileLocation = ProfileLocation is null ? null : this.FilePath(ProfileLocation),
            Credential = Credential?.BaseObject,
            StoredCredentials = SessionState.PSVariable.GetValue("StoredAWSCredentials"),
            StoredRegion = SessionState.PSVariable.GetValue("StoredAWSRegion")?.ToString(),
            EndpointUrl = EndpointUrl,
            AskMfaCode = HostConsole.IsInteractive(Host) ? AskMfaCode : null,
        });

    private string AskMfaCode(string device) =>
        Pipeline.InvokeAsync(() =>
        {
            Host.UI.Write($"MFA code of {device}: ");
            return Host.UI.ReadLine();
        }).GetAwaiter().GetResult();
}
