using System.Text;
using Ec2KeyPair.AwsEndpoint.Ec2;
using Ec2KeyPair.AwsEndpoint.Faults;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.InstanceConnect;
using Ec2KeyPair.AwsEndpoint.SigV4;
using Ec2KeyPair.AwsEndpoint.Ssm;
using Ec2KeyPair.AwsEndpoint.Sso;
using Ec2KeyPair.AwsEndpoint.Sts;
using Microsoft.AspNetCore.Http.Features;

namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>From bytes to an answer: read, find the service, verify, apply faults, execute, record, write.</summary>
internal sealed class RequestHandler
{
    /// <summary>Far above what any call here needs (user data is 16 KB), far below what hurts.</summary>
    public const int MaxBody = 1 << 20;

    private readonly LoopbackAws _aws;
    private readonly SigV4Verifier _verifier;
    private readonly Ec2Api _ec2;
    private readonly StsApi _sts;
    private readonly JsonApi _json;
    private readonly IHttpRoute[] _routes;

    public RequestHandler(LoopbackAws aws)
    {
        _aws = aws;
        _verifier = new SigV4Verifier(aws.Credentials, () => aws.ServerTime);
        _ec2 = new Ec2Api(aws);
        _sts = new StsApi(aws);
        _json = new JsonApi(aws);
        _routes = [new GetRoleCredentialsRoute(), new CreateTokenRoute(), new DataChannelRoute(), new OpenTunnelRoute(aws), .. aws.Options.Routes];
    }

    public async Task HandleAsync(HttpContext context)
    {
        if (_aws.ClockOffset != TimeSpan.Zero)
        {
            context.Response.Headers.Date = _aws.ServerTime.ToString("R");
        }

        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new AwsRequest(context, target, await ReadBodyAsync(context.Request, context.RequestAborted));
        foreach (var route in _routes)
        {
            if (route.ActionOf(request) is { } routed)
            {
                await AnswerAsync(request, route.Service, routed, null, route);
                return;
            }
        }

        var api = ApiOf(request);
        await AnswerAsync(request, api.Service, api.ActionOf(request), api, null);
    }

    private async Task AnswerAsync(AwsRequest request, string service, string action, IApi? api, IHttpRoute? route)
    {
        ApiAnswer? answer;
        var cut = false;
        try
        {
            if (api is not null)
            {
                Verify(request, api);
            }

            var fault = _aws.Faults.Next(service, action);
            if (fault.Delay > TimeSpan.Zero)
            {
                await Task.Delay(fault.Delay, request.Context.RequestAborted);
            }

            if (fault.Kind == FaultKind.Lose) await Task.Delay(Timeout.Infinite, request.Context.RequestAborted);
            cut = fault.Kind == FaultKind.Cut;
            answer = fault.Kind switch
            {
                FaultKind.Throttle => throw api?.Throttled() ?? new AwsException("TooManyRequestsException", "HTTP 429 Unknown Code", 429),
                FaultKind.ServerError => throw new AwsException("InternalError", "An internal error has occurred", 500),
                FaultKind.Deny => throw api?.Denied(action, request.Signer!.Credential.Arn) ?? new AwsException("ForbiddenException", "No access", 403),
                _ => api is not null ? api.Execute(request, action) : await route!.HandleAsync(request, _aws),
            };
            _aws.Mutations.Count(service, action, request);
            if (fault.Kind == FaultKind.Hang) await Task.Delay(Timeout.Infinite, request.Context.RequestAborted);
        }
        catch (AwsException error)
        {
            answer = api is not null ? api.Error(request, error) : route!.Error(request, error);
        }
        catch (OperationCanceledException) when (request.Context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (_aws.Requests.Count())
        {
            Record(request, service, action, cut ? 0 : answer?.Status ?? 101, answer?.ErrorCode);
        }

        if (answer is { } done)
        {
            await WriteAsync(request, done, cut);
        }
    }

    private void Verify(AwsRequest request, IApi api)
    {
        try
        {
            request.Signer = _verifier.Verify(request);
            if (request.Signer.Service != api.Service)
            {
                throw new SignatureException(SignatureFault.WrongScope, $"Credential should be scoped to correct service: '{api.Service}'.");
            }

            if (!_aws.Cloud.IsEnabled(request.Signer.Region))
            {
                // A Region that is not enabled for the account does not know the account's keys.
                throw new SignatureException(SignatureFault.UnknownKey);
            }
        }
        catch (SignatureException refused)
        {
            var described = api.Describe(refused.Fault);
            throw refused.Detail is null ? described : new AwsException(described.Code, refused.Detail, described.Status);
        }
    }

    private IApi ApiOf(AwsRequest request)
    {
        if (request.Context.Request.Headers.ContainsKey("X-Amz-Target"))
        {
            return _json.For(request);
        }

        // All services share one address here, so the scope of the signature says which one is meant; real endpoints have a name each.
        return SigV4Verifier.ScopeServiceOf(request) == "sts" ? _sts : _ec2;
    }

    private void Record(AwsRequest request, string service, string action, int status, string? errorCode) => _aws.Requests.Add(new RecordedRequest(
        _aws.ServerTime,
        service,
        action,
        request.Signer?.Region ?? "",
        request.Signer?.Credential.AccessKey ?? "",
        request.Parameters.Items,
        request.Body.Length > 0 && request.Parameters.Count == 0 ? Encoding.UTF8.GetString(request.Body) : null,
        request.Context.Request.Headers.UserAgent.ToString(),
        status,
        errorCode));

    private static async Task WriteAsync(AwsRequest request, ApiAnswer answer, bool cut)
    {
        var response = request.Context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        response.Headers["x-amzn-RequestId"] = request.RequestId;
        if (answer.ErrorHeader is { } type)
        {
            response.Headers["x-amzn-ErrorType"] = type;
        }

        if (cut)
        {
            await response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)], request.Context.RequestAborted);
            await response.Body.FlushAsync(request.Context.RequestAborted);
            request.Context.Abort();
            return;
        }

        await response.Body.WriteAsync(answer.Body, request.Context.RequestAborted);
    }

    private static async ValueTask<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is { } length)
        {
            if (length == 0)
            {
                return [];
            }

            var bytes = new byte[length];
            await request.Body.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
