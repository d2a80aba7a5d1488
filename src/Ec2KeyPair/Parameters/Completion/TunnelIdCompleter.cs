using System.Globalization;
using Ec2KeyPair.Hosting.Sessions;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>Completes the numbers of this runspace's tunnels.</summary>
public sealed class TunnelIdCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Find(CompletionWord word, CompletionRequest request) =>
        RunspaceTunnels.Current.All.Select(tunnel => tunnel.Describe()).OrderBy(tunnel => tunnel.Id).Select(tunnel => new CompletionItem(
            tunnel.Id.ToString(CultureInfo.InvariantCulture),
            $"{tunnel.InstanceId}  {tunnel.LocalPort} to {(tunnel.RemoteHost is { } host ? host + ":" : "")}{tunnel.RemotePort}  {tunnel.State}") { IsNumber = true });
}
