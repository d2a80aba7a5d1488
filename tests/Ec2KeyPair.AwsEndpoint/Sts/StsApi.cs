using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.SigV4;

namespace Ec2KeyPair.AwsEndpoint.Sts;

/// <summary>STS's query protocol: like EC2's, with a result element of its own and other error frames.</summary>
internal sealed class StsApi(LoopbackAws aws) : IApi
{
    private const string Version = "2011-06-15";
    private const string Xmlns = "https://sts.amazonaws.com/doc/" + Version + "/";

    public string Service => "sts";

    public string ActionOf(AwsRequest request) => request.Parameters["Action"] ?? "";

    public ApiAnswer Execute(AwsRequest request, string action)
    {
        if (request.Parameters["Version"] is { } version && version != Version)
        {
            throw new AwsException("InvalidAction", $"Could not find operation {action} for version {version}");
        }

        Action<AwsRequest, XmlOut> execute = action switch
        {
            "GetCallerIdentity" => GetCallerIdentity.Execute,
            "AssumeRole" => (req, xml) => AssumeRole.Execute(req, aws.Credentials, xml),
            _ => throw new AwsException("InvalidAction", $"Could not find operation {action} for version {Version}"),
        };
        var xml = XmlOut.Rent().Open(action + "Response", Xmlns).Open(action + "Result");
        execute(request, xml);
        xml.Close(action + "Result").Open("ResponseMetadata").Element("RequestId", request.RequestId).Close("ResponseMetadata").Close(action + "Response");
        return new ApiAnswer(200, "text/xml", xml.Finish());
    }

    public AwsException Describe(SignatureFault fault) => fault switch
    {
        SignatureFault.Missing => new("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
        SignatureFault.Incomplete => new("IncompleteSignature", "The request signature does not conform to AWS standards."),
        SignatureFault.ExpiredToken => new("ExpiredToken", "The security token included in the request is expired", 403),
        SignatureFault.UnknownKey or SignatureFault.WrongToken => new("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
        _ => new(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
            403),
    };

    public AwsException Throttled() => new("Throttling", "Rate exceeded");

    public AwsException Denied(string action, string arn) => new("AccessDenied", $"User: {arn} is not authorized to perform: sts:{action}", 403);

    public ApiAnswer Error(AwsRequest request, AwsException error)
    {
        var xml = XmlOut.Rent().Open("ErrorResponse", Xmlns).Open("Error").Element("Type", error.Status < 500 ? "Sender" : "Receiver")
            .Element("Code", error.Code).Element("Message", error.Message).Close("Error").Element("RequestId", request.RequestId).Close("ErrorResponse");
        return new ApiAnswer(error.Status, "text/xml", xml.Finish(), error.Code);
    }
}
