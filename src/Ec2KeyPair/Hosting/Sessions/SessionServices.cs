using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Channel;
using Ec2KeyPair.Core.Sessions.Connection;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>Puts the core's session service together for one Region.</summary>
internal static class SessionServices
{
    internal static SessionService Open(AwsSession aws, string? region, ISessionObserver observer, int? frameSize = null)
    {
        var api = aws.SessionManager(region);
        var options = frameSize is { } size ? new ChannelOptions { FramePayload = size } : new ChannelOptions();
        return new SessionService(new SessionOpener(api, observer, options), new SessionDiagnosis(aws.Ec2(region).Instances, api));
    }
}
