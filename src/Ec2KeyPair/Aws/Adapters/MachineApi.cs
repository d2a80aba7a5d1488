using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Power, user data and disks of instances over the SDK.</summary>
internal sealed class MachineApi(AmazonEC2Client client, AwsRequests requests) : IMachineApi
{
    public Task<Ec2Machine?> FindAsync(string instanceId, CancellationToken cancel) => FindAsync("instance-id", instanceId, cancel);

    public async Task<Ec2Machine?> FindByTokenAsync(string clientToken, CancellationToken cancel) =>
        await FindAsync("client-token", clientToken, cancel).ConfigureAwait(false) is { State: not "terminated" } found ? found : null;

    public Task StopAsync(string instanceId, CancellationToken cancel)
    {
        var request = new StopInstancesRequest { InstanceIds = [instanceId] };
        return requests.SendAsync("ec2:StopInstances", instanceId, stop => client.StopInstancesAsync(request, stop), cancel);
    }

    public Task StartAsync(string instanceId, CancellationToken cancel)
    {
        var request = new StartInstancesRequest { InstanceIds = [instanceId] };
        return requests.SendAsync("ec2:StartInstances", instanceId, stop => client.StartInstancesAsync(request, stop), cancel);
    }

    public async Task<string> LaunchAsync(HelperRequest helper, CancellationToken cancel)
    {
        var request = new RunInstancesRequest
        {
            ClientToken = helper.ClientToken,
            ImageId = helper.ImageId,
            InstanceType = helper.InstanceType,
            MinCount = 1,
            MaxCount = 1,
            Placement = new Placement { AvailabilityZone = helper.AvailabilityZone },
            SubnetId = helper.SubnetId,
            UserData = Convert.ToBase64String(helper.UserData),
            // It shuts itself down when it is done or has waited too long: nothing is left even where nobody comes back for it.
            InstanceInitiatedShutdownBehavior = ShutdownBehavior.Terminate,
            MetadataOptions = new InstanceMetadataOptionsRequest { HttpTokens = HttpTokensState.Required },
            TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Instance, Tags = [new Tag("Name", helper.Name)] }],
        };
        var response = await requests.SendAsync(
            "ec2:RunInstances", helper.Name, stop => client.RunInstancesAsync(request, stop), cancel).ConfigureAwait(false);
        return response.Reservation.Instances[0].InstanceId;
    }

    public async Task TerminateAsync(string instanceId, CancellationToken cancel)
    {
        var request = new TerminateInstancesRequest { InstanceIds = [instanceId] };
        try
        {
            await requests.SendAsync("ec2:TerminateInstances", instanceId, stop => client.TerminateInstancesAsync(request, stop), cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (CodeOf(e) == "InvalidInstanceID.NotFound")
        {
            // Forgotten already, as EC2 forgets terminated instances after an hour.
        }
    }

    public async Task<bool> IsStopProtectedAsync(string instanceId, CancellationToken cancel)
    {
        var attribute = await AttributeAsync(instanceId, InstanceAttributeName.DisableApiStop, cancel).ConfigureAwait(false);
        return attribute.DisableApiStop == true;
    }

    public async Task<bool> HasElasticAddressAsync(string instanceId, CancellationToken cancel)
    {
        var request = new DescribeAddressesRequest { Filters = [new Filter("instance-id", [instanceId])] };
        var response = await requests.SendAsync(
            "ec2:DescribeAddresses", instanceId, stop => client.DescribeAddressesAsync(request, stop), cancel).ConfigureAwait(false);
        return response.Addresses is { Count: > 0 };
    }

    public async Task<byte[]> GetUserDataAsync(string instanceId, CancellationToken cancel)
    {
        var attribute = await AttributeAsync(instanceId, InstanceAttributeName.UserData, cancel).ConfigureAwait(false);
        try
        {
            return Convert.FromBase64String(attribute.UserData ?? "");
        }
        catch (FormatException e)
        {
            throw new Ec2KeyPairException(ErrorCondition.AwsRequestFailed, $"The user data of {instanceId} is not base64.", instanceId, innerException: e);
        }
    }

    public Task SetUserDataAsync(string instanceId, byte[] userData, CancellationToken cancel) => ModifyAsync(
        new ModifyInstanceAttributeRequest { InstanceId = instanceId, UserData = new SecureBlobAttributeValue { Value = new MemoryStream(userData) } }, cancel);

    public Task SetDeletedWithInstanceAsync(string instanceId, string deviceName, bool isDeleted, CancellationToken cancel) => ModifyAsync(
        new ModifyInstanceAttributeRequest
        {
            InstanceId = instanceId,
            BlockDeviceMappings =
            [
                new InstanceBlockDeviceMappingSpecification { DeviceName = deviceName, Ebs = new EbsInstanceBlockDeviceSpecification { DeleteOnTermination = isDeleted } },
            ],
        },
        cancel);

    public async Task<Ec2Volume?> FindVolumeAsync(string volumeId, CancellationToken cancel)
    {
        var request = new DescribeVolumesRequest { Filters = [new Filter("volume-id", [volumeId])] };
        var response = await requests.SendAsync(
            "ec2:DescribeVolumes", volumeId, stop => client.DescribeVolumesAsync(request, stop), cancel).ConfigureAwait(false);
        return response.Volumes?.FirstOrDefault() is { } volume
            ? new Ec2Volume(
                volume.VolumeId,
                volume.State?.Value ?? "",
                volume.Encrypted == true,
                (volume.Attachments ?? []).ConvertAll(place => new DiskPlace(place.InstanceId, place.Device, place.State?.Value ?? "")))
            : null;
    }

    public Task AttachAsync(string volumeId, string instanceId, string deviceName, CancellationToken cancel)
    {
        var request = new AttachVolumeRequest { VolumeId = volumeId, InstanceId = instanceId, Device = deviceName };
        return requests.SendAsync("ec2:AttachVolume", volumeId, stop => client.AttachVolumeAsync(request, stop), cancel);
    }

    public Task DetachAsync(string volumeId, string instanceId, CancellationToken cancel)
    {
        var request = new DetachVolumeRequest { VolumeId = volumeId, InstanceId = instanceId };
        return requests.SendAsync("ec2:DetachVolume", volumeId, stop => client.DetachVolumeAsync(request, stop), cancel);
    }

    private Task ModifyAsync(ModifyInstanceAttributeRequest request, CancellationToken cancel) => requests.SendAsync(
        "ec2:ModifyInstanceAttribute", request.InstanceId, stop => client.ModifyInstanceAttributeAsync(request, stop), cancel);

    private async Task<InstanceAttribute> AttributeAsync(string instanceId, InstanceAttributeName name, CancellationToken cancel)
    {
        var request = new DescribeInstanceAttributeRequest { InstanceId = instanceId, Attribute = name };
        var response = await requests.SendAsync(
            "ec2:DescribeInstanceAttribute", instanceId, stop => client.DescribeInstanceAttributeAsync(request, stop), cancel).ConfigureAwait(false);
        return response.InstanceAttribute;
    }

    private async Task<Ec2Machine?> FindAsync(string filter, string value, CancellationToken cancel)
    {
        var request = new DescribeInstancesRequest { Filters = [new Filter(filter, [value])] };
        var response = await requests.SendAsync(
            "ec2:DescribeInstances", value, stop => client.DescribeInstancesAsync(request, stop), cancel).ConfigureAwait(false);
        return (response.Reservations ?? []).SelectMany(reservation => reservation.Instances ?? []).FirstOrDefault() is { } instance ? ToCore(instance) : null;
    }

    private static string? CodeOf(Ec2KeyPairException error) => (error.InnerException as AmazonEC2Exception)?.ErrorCode;

    private static Ec2Machine ToCore(Instance instance) => new()
    {
        InstanceId = instance.InstanceId,
        State = instance.State?.Name?.Value ?? "",
        StateReason = string.IsNullOrEmpty(instance.StateReason?.Message) ? null : instance.StateReason!.Message,
        RootDeviceName = instance.RootDeviceName,
        HasEbsRoot = instance.RootDeviceType == DeviceType.Ebs,
        // What is on its way out is not a disk of the instance any more.
        Disks = (instance.BlockDeviceMappings ?? [])
            .Where(mapping => mapping.Ebs?.Status != AttachmentStatus.Detaching)
            .Select(mapping => new MachineDisk(mapping.DeviceName, mapping.Ebs?.VolumeId ?? "", mapping.Ebs?.DeleteOnTermination == true))
            .ToList(),
        IsSpot = instance.InstanceLifecycle == InstanceLifecycleType.Spot,
        IsFromMarketplace = (instance.ProductCodes ?? []).Exists(code => code.ProductCodeType == ProductCodeValues.Marketplace),
        AvailabilityZone = instance.Placement?.AvailabilityZone,
        SubnetId = instance.SubnetId,
    };
}
