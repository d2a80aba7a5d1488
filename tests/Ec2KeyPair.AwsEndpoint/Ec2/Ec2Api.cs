using System.Collections.Frozen;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.SigV4;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>EC2's query protocol: finds the action, checks its parameters, frames answer and error.</summary>
internal sealed class Ec2Api(LoopbackAws aws) : IApi
{
    private const string Version = "2016-11-15";
    private const string Xmlns = "http://ec2.amazonaws.com/doc/" + Version + "/";
    private const string ContentType = "text/xml;charset=UTF-8";

    private static readonly FrozenDictionary<string, Ec2Action> Actions = new[]
    {
        DescribeKeyPairs.Action, ImportKeyPair.Action, CreateKeyPair.Action, DeleteKeyPair.Action,
        RunInstances.Action, DescribeInstances.Action, DescribeInstanceStatus.Action,
        InstanceStates.Start, InstanceStates.Stop, InstanceStates.Terminate, InstanceStates.Reboot,
        GetPasswordData.Action, GetConsoleOutput.Action,
        Tagging.Create, Tagging.Delete, DescribeRegions.Action, DescribeImages.Action,
        DescribeSecurityGroups.Action, DescribeInstanceConnectEndpoints.Action,
        CreateLaunchTemplate.Action, CreateLaunchTemplateVersion.Action, ModifyLaunchTemplate.Action,
        DescribeLaunchTemplates.Action, DescribeLaunchTemplateVersions.Action,
        DescribeVolumes.Action, VolumeAttachments.Attach, VolumeAttachments.Detach, InstanceAttributes.Describe, InstanceAttributes.Modify, DescribeAddresses.Action,
    }.ToFrozenDictionary(action => action.Name, StringComparer.Ordinal);

    public string Service => "ec2";

    public string ActionOf(AwsRequest request) => request.Parameters["Action"] ?? "";

    public ApiAnswer Execute(AwsRequest request, string action)
    {
        if (request.RawPath != "/")
        {
            throw new AwsException("InvalidAction", "The action is not valid for this web service.");
        }

        if (action.Length == 0)
        {
            throw AwsException.MissingParameter("Action");
        }

        var version = request.Parameters["Version"] ?? throw AwsException.MissingParameter("Version");
        if (version != Version)
        {
            throw new AwsException("NoSuchVersion", $"The requested version ({version}) of service AmazonEC2 does not exist");
        }

        if (!Actions.TryGetValue(action, out var known))
        {
            throw new AwsException("InvalidAction", $"The action {action} is not valid for this web service.");
        }

        RequireKnownParameters(known, request.Parameters);
        var signer = request.Signer!;
        var call = new Ec2Call(request, aws.Cloud.Region(signer.Credential.AccountId, signer.Region));
        var element = action + "Response";
        var xml = XmlOut.Rent().Open(element, Xmlns).Element("requestId", request.RequestId);
        known.Execute(call, xml);
        return new ApiAnswer(200, ContentType, xml.Close(element).Finish());
    }

    public AwsException Describe(SignatureFault fault) => fault switch
    {
        SignatureFault.Missing => AwsException.MissingParameter("AWSAccessKeyId"),
        SignatureFault.Incomplete => new("IncompleteSignature", "The request signature does not conform to AWS standards."),
        SignatureFault.Expired or SignatureFault.ExpiredToken => new("RequestExpired", "Request has expired."),
        SignatureFault.Mismatch when aws.Options.Ec2WrongSignatureCode == "SignatureDoesNotMatch" => new(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
            403),
        _ => new("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
    };

    public AwsException Throttled() => new("RequestLimitExceeded", "Request limit exceeded.", 503);

    public AwsException Denied(string action, string arn) => new(
        "UnauthorizedOperation",
        $"You are not authorized to perform this operation. User: {arn} is not authorized to perform: ec2:{action} because no identity-based policy allows the ec2:{action} action",
        403);

    public ApiAnswer Error(AwsRequest request, AwsException error)
    {
        var xml = XmlOut.Rent().Open("Response").Open("Errors").Open("Error")
            .Element("Code", error.Code).Element("Message", error.Message)
            .Close("Error").Close("Errors").Element("RequestID", request.RequestId).Close("Response");
        return new ApiAnswer(error.Status, ContentType, xml.Finish(), error.Code);
    }

    private static void RequireKnownParameters(Ec2Action action, Parameters parameters)
    {
        foreach (var (name, _) in parameters)
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            var first = dot < 0 ? name : name[..dot];
            if (first is not ("Action" or "Version" or "DryRun") && !first.StartsWith("X-Amz-", StringComparison.Ordinal)
                && Array.IndexOf(action.Parameters, first) < 0)
            {
                throw new AwsException("UnknownParameter", $"The parameter {first} is not recognized");
            }
        }
    }
}
