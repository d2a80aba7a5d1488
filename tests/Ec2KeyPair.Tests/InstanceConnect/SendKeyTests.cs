using System.Text;
using Amazon.Runtime;
using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Aws.InstanceConnect;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.AwsEndpoint;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Tests.InstanceConnect;

public sealed class SendKeyTests
{
    private static readonly PublicKey Key = KeyGenerator.Generate(KeyType.Ed25519).PublicKey;

    [Fact]
    public async Task SendKeyAsync_RunningInstance_SendsWhatTheApiWants()
    {
        await using var aws = await LoopbackAws.StartAsync();
        var linux = aws.Fleet.AddLinux("lin");
        using var session = Open(aws);
        await session.InstanceConnect().SendKeyAsync(Push(linux, "ec2-user"), default);
        var sent = Assert.Single(aws.Requests.Of("SendSSHPublicKey"));
        Assert.Equal(("ec2-instance-connect", "us-east-1", 200), (sent.Service, sent.Region, sent.Status));
        Assert.Equal(
            $$"""{"InstanceId":"{{linux.Id}}","InstanceOSUser":"ec2-user","SSHPublicKey":"{{Key.ToOpenSshLine()}}","AvailabilityZone":"{{linux.AvailabilityZone}}"}""",
            sent.Body!.Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    /// <summary>The request as it went over the wire, signed once more by botocore.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendKeyAsync_Signature_IsWhatBotocoreMakes(bool withToken)
    {
        var recorder = new Recorder();
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Routes = { recorder } });
        var linux = aws.Fleet.AddLinux("lin");
        var temporary = aws.Credentials.IssueSession("123456789012", "role", "session", TimeSpan.FromHours(1));
        var (access, secret, token) = withToken ? (temporary.AccessKey, temporary.SecretKey, temporary.SessionToken) : (aws.AccessKey, aws.SecretKey, null);
        using (var session = Open(aws, access, secret, token)) await session.InstanceConnect().SendKeyAsync(Push(linux, "ec2-user"), default);

        var authorization = recorder.Headers["Authorization"];
        var signed = authorization.Split("SignedHeaders=")[1].Split(',')[0].Split(';');
        Assert.Contains("x-amz-target", signed);
        // What botocore adds by itself is left to it.
        var headers = signed.Where(name => name is not ("host" or "x-amz-date" or "x-amz-security-token")).ToDictionary(name => name, name => recorder.Headers[name]);
        var theirs = Botocore.Sign(new Botocore.Request(
            "POST", aws.Url + "/", headers, recorder.Body, recorder.Headers["X-Amz-Date"], "us-east-1", access, secret, token, Presign: false));
        Assert.Equal(theirs.Replace(" ", "", StringComparison.Ordinal), authorization.Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("EC2InstanceNotFoundException", ErrorCondition.InstanceNotFound)]
    [InlineData("EC2InstanceStateInvalidException", ErrorCondition.InstanceNotRunning)]
    [InlineData("EC2InstanceUnavailableException", ErrorCondition.InstanceNotRunning)]
    [InlineData("EC2InstanceTypeInvalidException", ErrorCondition.AwsRequestFailed)]
    [InlineData("InvalidArgsException", ErrorCondition.ParameterInvalid)]
    [InlineData("AuthException", ErrorCondition.AwsAccessDenied)]
    [InlineData("AccessDeniedException", ErrorCondition.AwsAccessDenied)]
    [InlineData("ThrottlingException", ErrorCondition.AwsThrottled)]
    [InlineData("UnrecognizedClientException", ErrorCondition.AwsCredentialsRejected)]
    [InlineData("ServiceException", ErrorCondition.AwsUnavailable, 500)]
    public void Explain_EveryErrorOfTheService_BecomesOursWithAMend(string code, ErrorCondition expected, int status = 400)
    {
        var said = new AmazonServiceException("The service's words.", null, ErrorType.Sender, code, "request-1", (System.Net.HttpStatusCode)status);
        var translated = AwsErrors.Translate("ec2-instance-connect:SendSSHPublicKey", "i-0123456789abcdef0", said, isCancelled: false)!;
        var ours = InstanceConnectErrors.Explain(translated, new KeyPush(new Ec2Instance { InstanceId = "i-0123456789abcdef0" }, "ec2-user", Key)) ?? translated;
        Assert.Equal(expected, ours.Condition);
        Assert.Equal("i-0123456789abcdef0", ours.Subject);
        Assert.NotNull(ours.Mend);
        Assert.Contains("The service's words.", ours.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendKeyAsync_StoppedUnknownDenied_IsOurErrorOverTheWire()
    {
        await using var aws = await LoopbackAws.StartAsync();
        var linux = aws.Fleet.AddLinux("lin");
        using var session = Open(aws);
        async Task<ErrorCondition> FailAsync(KeyPush push) =>
            (await Assert.ThrowsAsync<Ec2KeyPairException>(() => session.InstanceConnect().SendKeyAsync(push, default))).Condition;
        linux.SetState(InstanceState.Stopped);
        Assert.Equal(ErrorCondition.InstanceNotRunning, await FailAsync(Push(linux, "ec2-user")));
        Assert.Equal(ErrorCondition.InstanceNotFound, await FailAsync(new KeyPush(new Ec2Instance { InstanceId = "i-0123456789abcdef0" }, "ec2-user", Key)));
        aws.Faults.Deny("SendSSHPublicKey");
        Assert.Equal(ErrorCondition.AwsAccessDenied, await FailAsync(Push(linux, "ec2-user")));
    }

    [Fact]
    public async Task SendKeyAsync_ServerErrorAndThrottling_AreTriedAgain()
    {
        await using var aws = await LoopbackAws.StartAsync();
        var linux = aws.Fleet.AddLinux("lin");
        using var session = Open(aws);
        aws.Faults.Fail("SendSSHPublicKey");
        aws.Faults.Throttle("SendSSHPublicKey");
        await session.InstanceConnect().SendKeyAsync(Push(linux, "ec2-user"), default);
        Assert.Equal(3, aws.Requests.Count("SendSSHPublicKey"));
    }

    private static KeyPush Push(Instance instance, string user) =>
        new(new Ec2Instance { InstanceId = instance.Id, AvailabilityZone = instance.AvailabilityZone }, user, Key);

    private static AwsSession Open(LoopbackAws aws) => Open(aws, aws.AccessKey, aws.SecretKey, null);

    private static AwsSession Open(LoopbackAws aws, string accessKey, string secretKey, string? token) => AwsSession.Open(new AwsSessionParameters
    {
        AccessKey = accessKey, SecretKey = secretKey, SessionToken = token, StoredRegion = "us-east-1", EndpointUrl = aws.Url,
    });

    /// <summary>Looks at every request and answers none.</summary>
    private sealed class Recorder : IHttpRoute
    {
        internal Dictionary<string, string> Headers { get; private set; } = [];

        internal string Body { get; private set; } = "";

        public string Service => "";

        public string? ActionOf(AwsRequest request)
        {
            Headers = request.Context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            Body = Encoding.UTF8.GetString(request.Body);
            return null;
        }

        public Task<ApiAnswer?> HandleAsync(AwsRequest request, LoopbackAws aws) => throw new NotSupportedException();

        public ApiAnswer Error(AwsRequest request, AwsException error) => throw new NotSupportedException();
    }
}
