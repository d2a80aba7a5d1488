using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>An EC2 action: its name, the parameters it knows (up to the first dot), and what it does.</summary>
internal sealed record Ec2Action(string Name, string[] Parameters, Action<Ec2Call, XmlOut> Execute);

/// <summary>One call of an EC2 action, already verified.</summary>
internal sealed class Ec2Call(AwsRequest request, RegionState region)
{
    public Parameters Parameters { get; } = request.Parameters;

    public RegionState Region { get; } = region;

    /// <summary>Who called.</summary>
    public string CallerArn => request.Signer!.Credential.Arn;

    /// <summary>Once everything is checked and before anything is changed.</summary>
    public void EndDryRun()
    {
        if (Parameters.Flag("DryRun"))
        {
            throw new AwsException("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
        }
    }
}
