using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.InstanceConnect;
using Ec2KeyPair.AwsEndpoint.Kms;
using Ec2KeyPair.AwsEndpoint.SigV4;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>The JSON 1.1 protocol: the X-Amz-Target header says which action of which service is meant.</summary>
internal sealed class JsonApi(LoopbackAws aws)
{
    private static readonly FrozenDictionary<string, JsonAction> Actions = new[]
    {
        GetParameter.Action, GetParameters.Action, PutParameter.Action, DeleteParameter.Action, DescribeInstanceInformation.Action,
        StartSession.Action, ResumeSession.Action, TerminateSession.Action, GetConnectionStatus.Action, GenerateDataKey.Action,
        SendCommand.Action, ListCommands.Action, ListCommandInvocations.Action, GetCommandInvocation.Action, CancelCommand.Action,
        StartAutomationExecution.Action, GetAutomationExecution.Action, DescribeAutomationStepExecutions.Action, StopAutomationExecution.Action,
        SendSshPublicKey.Action,
    }.ToFrozenDictionary(action => action.Target, StringComparer.Ordinal);

    /// <summary>The service behind the request's target; what nobody knows is refused in SSM's name.</summary>
    public IApi For(AwsRequest request)
    {
        var target = request.Context.Request.Headers["X-Amz-Target"].ToString();
        return new Target(aws, Actions.GetValueOrDefault(target), target);
    }

    private sealed class Target(LoopbackAws aws, JsonAction? action, string target) : IApi
    {
        private const string ContentType = "application/x-amz-json-1.1";

        public string Service => action?.Service ?? "ssm";

        public string ActionOf(AwsRequest request) => target[(target.LastIndexOf('.') + 1)..];

        public ApiAnswer Execute(AwsRequest request, string name)
        {
            if (action is null)
            {
                throw new AwsException("UnknownOperationException", "");
            }

            JsonObject body;
            try
            {
                body = JsonNode.Parse(request.Body) as JsonObject ?? throw new AwsException("SerializationException", "Start of structure expected.");
            }
            catch (JsonException)
            {
                throw new AwsException("SerializationException", "The body is not JSON.");
            }

            var signer = request.Signer!;
            var answer = action.Execute(new JsonCall(body, aws.Cloud.Region(signer.Credential.AccountId, signer.Region), aws, request));
            return new ApiAnswer(200, ContentType, Encoding.UTF8.GetBytes(answer.ToJsonString()));
        }

        public AwsException Describe(SignatureFault fault) => fault switch
        {
            SignatureFault.Missing => new("MissingAuthenticationTokenException", "Missing Authentication Token"),
            SignatureFault.Incomplete => new("IncompleteSignatureException", "The request signature does not conform to AWS standards."),
            SignatureFault.ExpiredToken => new("ExpiredTokenException", "The security token included in the request is expired"),
            SignatureFault.UnknownKey or SignatureFault.WrongToken => new("UnrecognizedClientException", "The security token included in the request is invalid."),
            _ => new(
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."),
        };

        public AwsException Throttled() => new("ThrottlingException", "Rate exceeded");

        public AwsException Denied(string name, string arn) => new(
            "AccessDeniedException", $"User: {arn} is not authorized to perform: {Service}:{name} because no identity-based policy allows the {Service}:{name} action");

        public ApiAnswer Error(AwsRequest request, AwsException error)
        {
            var code = error.Code == "InternalError" ? "InternalServerError" : error.Code;
            var body = new JsonObject { ["__type"] = code, ["message"] = error.Message };
            return new ApiAnswer(error.Status, ContentType, Encoding.UTF8.GetBytes(body.ToJsonString()), code);
        }
    }
}
